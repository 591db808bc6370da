namespace Azsreg.Cloud;

/// <summary>An Azure subscription.</summary>
/// <param name="SubscriptionId">Its id, a GUID in lower case.</param>
/// <param name="TenantId">The directory it trusts, a GUID in lower case.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="QuotaId">Its offer, such as <c>PayAsYouGo_2014-09-01</c>.</param>
/// <param name="SpendingLimit"><c>On</c>, <c>Off</c> or <c>CurrentPeriodOff</c>.</param>
public sealed record Subscription(
    string SubscriptionId, string TenantId, string DisplayName, SubscriptionState State, string QuotaId, string SpendingLimit = "Off");
