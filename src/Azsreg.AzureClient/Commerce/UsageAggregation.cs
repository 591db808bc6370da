namespace Azsreg.AzureClient;

/// <summary>A row of Azure's usage API (Microsoft.Commerce/UsageAggregate 2015-06-01-preview).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Properties">What was used.</param>
public sealed record UsageAggregation(string? Id, string? Name, UsageSample Properties);
