namespace Azsreg.AzureClient;

/// <summary>What a subscription is bought under.</summary>
/// <param name="LocationPlacementId">Which locations it may use.</param>
/// <param name="QuotaId">The offer, such as <c>EnterpriseAgreement_2014-09-01</c>.</param>
/// <param name="SpendingLimit"><c>On</c>, <c>Off</c> or <c>CurrentPeriodOff</c>.</param>
public sealed record AzureSubscriptionPolicies(string? LocationPlacementId, string? QuotaId, string? SpendingLimit);
