namespace Azsreg.AzureClient;

/// <summary>A sum of a stamp's usage.</summary>
/// <param name="Key">The day of use as <c>yyyy-MM-dd</c>, the tenant's subscription, or empty where only meters are told apart.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="Quantity">How much, in the meter's unit.</param>
public sealed record StampUsageSum(string Key, string MeterId, decimal Quantity);
