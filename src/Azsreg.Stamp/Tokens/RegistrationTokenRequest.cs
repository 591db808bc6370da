namespace Azsreg.Stamp.Tokens;

/// <summary>What <c>New-RegistrationToken</c> is asked for; both features are off unless asked for, as at the real endpoint.</summary>
internal sealed record RegistrationTokenRequest(
    string? BillingModel,
    string? AgreementNumber = null,
    string? MsAssetTag = null,
    bool UsageReportingEnabled = false,
    bool MarketplaceSyndicationEnabled = false,
    string? TokenVersion = null);
