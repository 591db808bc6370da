namespace Azsreg.AzureClient;

/// <summary>Starts a sample workload.</summary>
/// <param name="Seed">What all of it follows from.</param>
/// <param name="Tenants">How many tenants, 1 to 50.</param>
/// <param name="HistoryDays">How many days before now are filled, 0 to 400.</param>
public sealed record SampleWorkloadRequest(int Seed, int Tenants, int HistoryDays);
