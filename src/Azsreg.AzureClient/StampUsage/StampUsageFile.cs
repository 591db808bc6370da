namespace Azsreg.AzureClient;

/// <summary>A file of usage batches a stamp wrote.</summary>
/// <param name="Number">Its running number.</param>
/// <param name="Hash">Its hash, which the next one names.</param>
/// <param name="Batches">How many batches it holds.</param>
/// <param name="Records">How many records.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Left">How many records wait that are in no file.</param>
public sealed record StampUsageFile(long Number, string Hash, long Batches, long Records, ReadOnlyMemory<byte> Content, long Left);
