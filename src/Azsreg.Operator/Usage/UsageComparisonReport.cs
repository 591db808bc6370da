namespace Azsreg.Operator.Usage;

/// <summary>How a stamp's usage and commerce's compare.</summary>
/// <param name="Rows">Each subscription, meter and day.</param>
/// <param name="Untied">What of commerce cannot be compared.</param>
public sealed record UsageComparisonReport(IReadOnlyList<UsageComparisonRow> Rows, IReadOnlyList<UntiedUsage> Untied)
{
    /// <summary>Subscriptions commerce could not be asked for, each with the reason.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>True where every row is equal.</summary>
    public bool IsEqual => Rows.All(row => row.Difference == 0) && Unread.Count == 0;

    /// <summary>True where every difference is explained.</summary>
    public bool IsExplained => Rows.All(row => row.IsExplained) && Unread.Count == 0;
}
