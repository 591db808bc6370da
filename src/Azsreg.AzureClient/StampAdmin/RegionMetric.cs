namespace Azsreg.AzureClient;

/// <summary>A resource of a region.</summary>
/// <param name="Name">Such as <c>Physical storage</c>.</param>
/// <param name="MetricsValue"><c>Used</c> and <c>Available</c>.</param>
public sealed record RegionMetric(string? Name = null, IReadOnlyList<RegionMetricValue>? MetricsValue = null);
