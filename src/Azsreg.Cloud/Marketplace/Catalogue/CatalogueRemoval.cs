namespace Azsreg.Cloud.Marketplace;

/// <summary>What a removal did.</summary>
/// <param name="Removed">Products that are no longer listed.</param>
/// <param name="BytesFreed">Bytes of content that nobody used any more.</param>
/// <param name="NeededBy">Products that name a removed one.</param>
public sealed record CatalogueRemoval(IReadOnlyList<string> Removed, long BytesFreed, IReadOnlyList<string> NeededBy);
