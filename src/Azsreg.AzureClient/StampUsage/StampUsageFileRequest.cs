namespace Azsreg.AzureClient;

/// <summary>Asks a stamp for a usage file.</summary>
/// <param name="Number">One that was written before; null for the next one.</param>
internal sealed record StampUsageFileRequest(long? Number);
