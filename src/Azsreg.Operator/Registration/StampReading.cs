namespace Azsreg.Operator.Registration;

/// <summary>What the stamp's admin ARM told about its activation.</summary>
/// <param name="WasRead">False where there is no sign-in at the stamp's admin ARM, or it could not be reached.</param>
/// <param name="WhyNot">Why it was not read, as a phrase; null where it was.</param>
/// <param name="ActivationState"><c>Active</c>, <c>Expired</c>, <c>NotActivated</c>, or the state it is in on the way there.</param>
/// <param name="ActivationRequiredAlert"><c>Active</c> or <c>Closed</c>.</param>
/// <param name="MarketplaceItems">How many items the stamp lists; null where it listed none because listing failed.</param>
/// <param name="RegistrationId">The registration the activation is bound to.</param>
/// <param name="Expiration">When the activation ends, as the stamp tells it.</param>
/// <param name="MarketplaceSyndication">Whether items are listed and downloaded.</param>
/// <param name="UsageReporting">Whether usage is reported.</param>
/// <param name="Region">The stamp's region.</param>
/// <param name="CloudId">The stamp's cloud id; null where it was not asked for or is not told.</param>
/// <param name="BillingModel">The billing model of the activation; null where it was not asked for or is not told.</param>
/// <param name="AgreementNumber">The agreement the stamp was activated by; told by stamps of this system only, as is what follows.</param>
/// <param name="MsAssetTag">The asset tag it was activated by.</param>
/// <param name="HardwareDiffers">Whether an alert says that the hosts are not those the registration lists.</param>
/// <param name="Nodes">How many hosts there are.</param>
/// <param name="RegisteredNodes">How many the registration lists.</param>
/// <param name="LastAzureContact">When the bridge last saw its registration.</param>
/// <param name="BridgeFault">What keeps the bridge from using it; null where nothing does.</param>
/// <param name="KeepsDownloadedItems">Whether marketplace items stay on the stamp when its activation goes.</param>
/// <param name="IsDisconnected">Whether it was activated by a key that was carried over, without a line to Azure.</param>
public sealed record StampReading(
    bool WasRead,
    string? WhyNot = null,
    string? ActivationState = null,
    string? ActivationRequiredAlert = null,
    int? MarketplaceItems = null,
    string? RegistrationId = null,
    string? Expiration = null,
    bool? MarketplaceSyndication = null,
    bool? UsageReporting = null,
    string? Region = null,
    string? CloudId = null,
    string? BillingModel = null,
    string? AgreementNumber = null,
    string? MsAssetTag = null,
    bool HardwareDiffers = false,
    int? Nodes = null,
    int? RegisteredNodes = null,
    string? LastAzureContact = null,
    string? BridgeFault = null,
    bool KeepsDownloadedItems = false,
    bool? IsDisconnected = null)
{
    /// <summary>The stamp was not read, and why.</summary>
    public static StampReading NotRead(string why) => new(false, why);
}
