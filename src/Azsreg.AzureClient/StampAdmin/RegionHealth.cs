namespace Azsreg.AzureClient;

/// <summary>A region's health (Microsoft.InfrastructureInsights.Admin 2016-05-01).</summary>
/// <param name="Properties">What it says.</param>
public sealed record RegionHealth(RegionHealthProperties? Properties = null);
