namespace Azsreg.AzureClient;

/// <summary>A subscription the caller can see.</summary>
/// <param name="Id"><c>/subscriptions/{id}</c>.</param>
/// <param name="SubscriptionId">The subscription's id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="TenantId">The directory it trusts; null where the server does not say.</param>
/// <param name="State"><c>Enabled</c>, <c>Warned</c>, <c>PastDue</c>, <c>Disabled</c> or <c>Deleted</c>.</param>
/// <param name="SubscriptionPolicies">Its offer and spending limit.</param>
public sealed record AzureSubscription(
    string Id, string SubscriptionId, string DisplayName, string? TenantId, string? State, AzureSubscriptionPolicies? SubscriptionPolicies)
{
    /// <summary>The offer's quota id without its date, such as <c>EnterpriseAgreement</c>; null where the server does not say.</summary>
    public string? Offer => SubscriptionPolicies?.QuotaId?.Split('_')[0];
}
