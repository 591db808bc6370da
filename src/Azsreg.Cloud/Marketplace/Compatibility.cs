using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Whether a product fits a registration, and why not, in the names of the service's extensible enum.</summary>
internal static class Compatibility
{
    public const string HigherDeviceVersionRequired = "HigherDeviceVersionRequired";

    /// <summary>The issues a product has; none where it fits.</summary>
    /// <param name="product">The product.</param>
    /// <param name="billingModel">The registration's model.</param>
    /// <param name="deviceVersion">The stamp's version where it was told.</param>
    /// <param name="identitySystem"><c>AzureAD</c> or <c>ADFS</c> where it was told.</param>
    public static IReadOnlyList<string> IssuesOf(
        CatalogueProduct product, string billingModel, string? deviceVersion, string? identitySystem)
    {
        var issues = new List<string>();
        if (Version.TryParse(deviceVersion, out var device)
            && Version.TryParse(product.MinimumStampVersion, out var minimum)
            && device < minimum)
        {
            issues.Add(HigherDeviceVersionRequired);
        }

        foreach (var requirement in product.Requirements.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var met = requirement switch
            {
                // The enum says PayAsYouGo where the billing model says PayAsYouUse.
                "PayAsYouGoBillingModelRequired" => billingModel == nameof(BillingModel.PayAsYouUse),
                "CapacityBillingModelRequired" => billingModel == nameof(BillingModel.Capacity),
                "DevelopmentBillingModelRequired" => billingModel == nameof(BillingModel.Development),
                "AzureADIdentitySystemRequired" => identitySystem is null or "AzureAD",
                "ADFSIdentitySystemRequired" => identitySystem is null or "ADFS",
                // Whoever asks over this wire is connected.
                "ConnectionToInternetRequired" or "ConnectionToAzureRequired" => true,
                _ => false,
            };
            if (!met)
                issues.Add(requirement);
        }

        return issues;
    }

    /// <summary>A sentence on an issue, for the person choosing a product.</summary>
    public static string Describe(string issue) => issue switch
    {
        HigherDeviceVersionRequired => "The stamp must be updated first.",
        "LowerDeviceVersionRequired" => "The stamp is newer than this product supports.",
        "CapacityBillingModelRequired" => "Only for stamps registered with the Capacity billing model.",
        "PayAsYouGoBillingModelRequired" => "Only for stamps registered with the PayAsYouUse billing model.",
        "DevelopmentBillingModelRequired" => "Only for stamps registered with the Development billing model.",
        "AzureADIdentitySystemRequired" => "Only for stamps whose users sign in with Microsoft Entra ID.",
        "ADFSIdentitySystemRequired" => "Only for stamps whose users sign in with AD FS.",
        "DisconnectedEnvironmentRequired" => "Only for disconnected stamps.",
        _ => "Not for this stamp.",
    };
}
