namespace Azsreg.AzureClient;

/// <summary>A tenant's subscription on a stamp, as far as usage was reported for it.</summary>
/// <param name="SubscriptionId">Its id.</param>
/// <param name="TenantId">The tenant's directory; null where the stamp does not know it.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="IsSample">True where it is made up.</param>
/// <param name="CreatedAt">When it was made, or first seen.</param>
/// <param name="DeletedAt">When it was deleted; null where it is there.</param>
public sealed record StampTenantSubscription(string SubscriptionId, string? TenantId, string DisplayName, bool IsSample, DateTimeOffset CreatedAt, DateTimeOffset? DeletedAt);
