namespace Azsreg.AzureClient;

/// <summary>Properties of a customer's subscription.</summary>
/// <param name="TenantId">The directory of the stamp's tenant.</param>
public sealed record CustomerSubscriptionProperties(string? TenantId);
