namespace Azsreg.AzureClient;

/// <summary>The part of a region's health that is read here (Microsoft.InfrastructureInsights.Admin 2016-05-01).</summary>
internal sealed record RegionHealth(RegionHealthProperties? Properties = null);

internal sealed record RegionHealthProperties(IReadOnlyList<RegionMetric>? UsageMetrics = null);

/// <summary>Such as <c>Physical storage</c>, with <c>Used</c> and <c>Available</c>.</summary>
internal sealed record RegionMetric(string? Name = null, IReadOnlyList<RegionMetricValue>? MetricsValue = null);

internal sealed record RegionMetricValue(string? Name = null, string? Unit = null, double? Value = null);
