namespace Azsreg.Protocol;

/// <summary>What a customer subscription says.</summary>
/// <param name="TenantId">The directory whose usage on the stamp is billed to it.</param>
public sealed record CustomerSubscriptionProperties(string? TenantId);
