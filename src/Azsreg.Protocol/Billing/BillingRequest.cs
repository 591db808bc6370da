namespace Azsreg.Protocol;

/// <summary>What is asked for at a registration, as far as the billing rules look at it.</summary>
/// <param name="Model">The billing model.</param>
/// <param name="UsageReporting">On or off as asked; null where nothing was said, which means the model's default.</param>
/// <param name="AgreementNumber">Text everywhere: leading zeros are kept.</param>
/// <param name="MsAssetTag">The asset tag of a Custom agreement.</param>
/// <param name="StampVersion">The stamp's version; null where it is not known yet.</param>
/// <param name="QuotaId">The subscription's offer (<c>subscriptionPolicies.quotaId</c>); null where it is not known.</param>
/// <param name="Disconnected">True for a token that goes to Azure as a file.</param>
/// <param name="MarketplaceSyndication">On or off as asked; null means the model's default.</param>
public sealed record BillingRequest(
    BillingModel Model,
    bool? UsageReporting = null,
    string? AgreementNumber = null,
    string? MsAssetTag = null,
    Version? StampVersion = null,
    string? QuotaId = null,
    bool Disconnected = false,
    bool? MarketplaceSyndication = null);
