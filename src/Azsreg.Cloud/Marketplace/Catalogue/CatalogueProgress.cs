namespace Azsreg.Cloud.Marketplace;

/// <summary>Where long work on a catalogue stands.</summary>
/// <param name="What">The file at hand.</param>
/// <param name="BytesDone">Bytes so far.</param>
/// <param name="BytesTotal">Bytes in all.</param>
public sealed record CatalogueProgress(string What, long BytesDone, long BytesTotal);
