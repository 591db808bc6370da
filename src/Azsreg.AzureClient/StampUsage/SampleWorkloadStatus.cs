namespace Azsreg.AzureClient;

/// <summary>A stamp's sample workload.</summary>
/// <param name="Note">Says that it is sample data.</param>
/// <param name="State"><c>Running</c> or <c>Stopped</c>.</param>
/// <param name="Seed">What all of it follows from.</param>
/// <param name="Tenants">How many tenants.</param>
/// <param name="UsageFrom">The first hour with usage.</param>
/// <param name="UsageUntil">The end of the last hour reported.</param>
/// <param name="IsHistoryComplete">True once all hours before now are reported.</param>
public sealed record SampleWorkloadStatus(string Note, string State, int Seed, int Tenants, DateTimeOffset UsageFrom, DateTimeOffset UsageUntil, bool IsHistoryComplete);
