using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Whether a product fits a stamp, and why not, in the names of the service's extensible enum.</summary>
internal static class Compatibility
{
    private const string HigherDeviceVersionRequired = "HigherDeviceVersionRequired";
    private const string LowerDeviceVersionRequired = "LowerDeviceVersionRequired";

    // The enum says PayAsYouGo where the billing model says PayAsYouUse.
    private static readonly Dictionary<string, (Func<AskingDevice, bool> IsMet, string Sentence)> Requirements = new()
    {
        ["CapacityBillingModelRequired"] = (device => device.BillingModel == nameof(BillingModel.Capacity), "Only for stamps registered with the Capacity billing model."),
        ["PayAsYouGoBillingModelRequired"] = (device => device.BillingModel == nameof(BillingModel.PayAsYouUse), "Only for stamps registered with the PayAsYouUse billing model."),
        ["DevelopmentBillingModelRequired"] = (device => device.BillingModel == nameof(BillingModel.Development), "Only for stamps registered with the Development billing model."),
        ["AzureADIdentitySystemRequired"] = (device => device.IdentitySystem is null or "AzureAD", "Only for stamps whose users sign in with Microsoft Entra ID."),
        ["ADFSIdentitySystemRequired"] = (device => device.IdentitySystem is null or "ADFS", "Only for stamps whose users sign in with AD FS."),
        ["ConnectionToInternetRequired"] = (device => device.IsConnected, "Only for stamps with a connection to the internet."),
        ["ConnectionToAzureRequired"] = (device => device.IsConnected, "Only for stamps with a connection to Azure."),
        ["DisconnectedEnvironmentRequired"] = (device => !device.IsConnected, "Only for disconnected stamps."),
    };

    /// <summary>What a description may require; the two of versions follow from its bounds.</summary>
    public static IReadOnlyCollection<string> Names => Requirements.Keys;

    /// <summary>The issues a product has with a device and a sentence on each; none where it fits.</summary>
    public static IReadOnlyList<(string Issue, string Sentence)> IssuesOf(CatalogueProduct product, AskingDevice device)
    {
        var issues = new List<(string, string)>();
        if (device.Version is { } version)
        {
            // The sentences of the published example.
            if (AskingDevice.TryReadVersion(product.MinimumStampVersion, out var minimum) && version < minimum)
                issues.Add((HigherDeviceVersionRequired, $"AzureStack version '{device.VersionText}' is too low. Versions lower than '{product.MinimumStampVersion}' are not supported"));
            if (AskingDevice.TryReadVersion(product.MaximumStampVersion, out var maximum) && version > maximum)
                issues.Add((LowerDeviceVersionRequired, $"AzureStack version '{device.VersionText}' is too high. Versions higher than '{product.MaximumStampVersion}' are not supported"));
        }

        foreach (var requirement in product.Requirements.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Requirements.TryGetValue(requirement, out var known))
                issues.Add((requirement, "Not for this stamp."));
            else if (!known.IsMet(device))
                issues.Add((requirement, known.Sentence));
        }

        return issues;
    }
}
