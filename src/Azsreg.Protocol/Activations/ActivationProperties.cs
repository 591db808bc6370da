namespace Azsreg.Protocol;

/// <summary>The properties of an activation.</summary>
/// <param name="DisplayName"><c>Azure Stack Activation</c>.</param>
/// <param name="AzureRegistrationResourceIdentifier">The ARM id of the registration on Azure.</param>
/// <param name="Expiration">When it ends, such as <c>9999-12-30T23:59:59Z</c>.</param>
/// <param name="MarketplaceSyndicationEnabled">Marketplace items are listed and downloaded.</param>
/// <param name="UsageReportingEnabled">Usage is reported.</param>
/// <param name="ProvisioningState">One of Stopped, Starting, Running, Stopping, Succeeded, Downloading.</param>
/// <param name="AzureEnvironmentName">The Azure it belongs to.</param>
/// <param name="KeepsDownloadedProducts">
/// True where downloaded products stay on the stamp when its activation goes. An addition of this system's stamps; one that does not tell it drops them.
/// </param>
public sealed record ActivationProperties(
    string? DisplayName, string? AzureRegistrationResourceIdentifier, string? Expiration,
    bool MarketplaceSyndicationEnabled, bool UsageReportingEnabled, string? ProvisioningState, string? AzureEnvironmentName = null,
    bool? KeepsDownloadedProducts = null);
