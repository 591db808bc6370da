namespace Azsreg.AzureClient;

/// <summary>What a region's health says.</summary>
/// <param name="UsageMetrics">What there is of the stamp's resources.</param>
/// <param name="AlertSummary">How many alerts stand.</param>
public sealed record RegionHealthProperties(IReadOnlyList<RegionMetric>? UsageMetrics = null, RegionAlerts? AlertSummary = null);
