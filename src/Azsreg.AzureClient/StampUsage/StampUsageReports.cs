namespace Azsreg.AzureClient;

/// <summary>Body of a report to a stamp.</summary>
internal sealed record StampUsageReports(IReadOnlyList<StampUsageReport> Reports);
