namespace Azsreg.AzureClient;

/// <summary>A stamp's region and what it says of its registration (Microsoft.Fabric.Admin/fabricLocations, 2022-03-01).</summary>
/// <param name="Name">The region.</param>
/// <param name="Properties">What it says; not every version of a stamp tells everything.</param>
public sealed record StampRegion(string? Name, StampRegionProperties? Properties);
