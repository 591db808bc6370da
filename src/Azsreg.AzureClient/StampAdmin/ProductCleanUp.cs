namespace Azsreg.AzureClient;

/// <summary>Old versions that were deleted from a stamp, or would be.</summary>
/// <param name="Value">The old versions.</param>
/// <param name="Bytes">What becomes free; content that other items use stays and is not counted.</param>
public sealed record ProductCleanUp(IReadOnlyList<OldProduct> Value, long Bytes);
