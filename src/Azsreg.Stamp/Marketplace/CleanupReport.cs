namespace Azsreg.Stamp.Marketplace;

/// <summary>What a cleanup removed, or would.</summary>
/// <param name="DryRun">True where nothing was removed.</param>
/// <param name="Bytes">What becomes free; content that stays with another item does not count.</param>
/// <param name="Value">The items.</param>
internal sealed record CleanupReport(bool DryRun, long Bytes, IReadOnlyList<CleanupItem> Value);
