namespace Azsreg.Stamp.Tokens;

/// <summary>What <c>New-RegistrationToken</c> is asked for; both features are off unless asked for, as at the real endpoint.</summary>
/// <remarks><c>Disconnected</c> is this system's own: whether the token leaves as a file; null where the caller does not say.</remarks>
internal sealed record RegistrationTokenRequest(
    string? BillingModel,
    string? AgreementNumber = null,
    string? MsAssetTag = null,
    bool UsageReportingEnabled = false,
    bool MarketplaceSyndicationEnabled = false,
    string? TokenVersion = null,
    bool? Disconnected = null);
