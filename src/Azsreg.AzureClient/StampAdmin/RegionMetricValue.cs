namespace Azsreg.AzureClient;

/// <summary>A figure of a resource.</summary>
/// <param name="Name"><c>Used</c> or <c>Available</c>.</param>
/// <param name="Unit">Such as <c>GB</c>; <c>One</c> for a count.</param>
/// <param name="Value">The figure.</param>
public sealed record RegionMetricValue(string? Name = null, string? Unit = null, double? Value = null);
