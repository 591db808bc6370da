namespace Azsreg.AzureClient;

/// <summary>Figures of a download under way.</summary>
/// <param name="ProvisioningState">One of a stamp's states: Stopped, Starting, Running, Stopping, Succeeded, Downloading.</param>
/// <param name="Phase">What is done at this moment, in a word or two.</param>
/// <param name="BytesDone">Bytes that are there and verified.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="BytesPerSecond">Bytes a second, of late.</param>
/// <param name="Product">Whose, as <c>default/{product}</c>.</param>
/// <param name="Kind"><c>Download</c> or <c>Import</c>.</param>
/// <param name="StartedBy">Who asked for it.</param>
public sealed record ProductDownloadFigures(
    string? ProvisioningState = null, string? Phase = null, long? BytesDone = null, long? BytesTotal = null, double? BytesPerSecond = null,
    string? Product = null, string? Kind = null, string? StartedBy = null);
