namespace Azsreg.Portal.Commerce;

/// <summary>A tenant whose usage is billed to a subscription of its own.</summary>
/// <param name="Registration">The registration it is mapped on.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="SubscriptionId">The subscription that is billed.</param>
public sealed record CommerceCustomer(string Registration, string? TenantId, string SubscriptionId);
