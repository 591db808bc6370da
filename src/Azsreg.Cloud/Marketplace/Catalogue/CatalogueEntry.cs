namespace Azsreg.Cloud.Marketplace;

/// <summary>A product of the catalogue, for whoever keeps it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">As on the wire.</param>
/// <param name="Version">Its version.</param>
/// <param name="Origin"><c>sample</c> or <c>folder</c>.</param>
/// <param name="PayloadLength">Bytes of a download.</param>
/// <param name="Stored">True where its files are made; those of the sample are when they are first asked for.</param>
/// <param name="AddedAt">Since when it is listed.</param>
public sealed record CatalogueEntry(string Name, string Kind, string Version, string Origin, long PayloadLength, bool Stored, DateTimeOffset AddedAt);
