namespace Azsreg.Operator.Marketplace;

/// <summary>What a run of downloads would fetch.</summary>
/// <param name="Items">Everything asked for and what it needs, an item after what it needs.</param>
/// <param name="FreeStorage">Storage left on the stamp in bytes; null where it tells none.</param>
/// <param name="Notes">What a person should know before saying yes.</param>
public sealed record DownloadPlan(IReadOnlyList<PlannedDownload> Items, long? FreeStorage, IReadOnlyList<string> Notes)
{
    /// <summary>What is not on the stamp yet.</summary>
    public IReadOnlyList<PlannedDownload> ToFetch => [.. Items.Where(one => !one.IsInPlace)];

    /// <summary>How many bytes that is, as far as the items tell.</summary>
    public long Bytes => ToFetch.Sum(one => one.Item.Properties.PayloadLength ?? 0);
}
