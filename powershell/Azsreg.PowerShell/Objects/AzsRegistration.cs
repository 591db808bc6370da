using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>A stamp's registration, as <c>Set-AzsRegistration</c> left it.</summary>
public sealed class AzsRegistration
{
    private AzsRegistration(JsonValue told)
    {
        RegistrationName = told.TextOf("registrationName") ?? "";
        ResourceId = told.TextOf("registrationId") ?? "";
        CloudId = told.TextOf("stampCloudId") ?? "";
        BillingModel = told.TextOf("billingModel") ?? "";
        MarketplaceSyndicationEnabled = told.FlagOf("marketplaceSyndication") ?? false;
        UsageReportingEnabled = told.FlagOf("usageReporting") ?? false;
        Environment = told.TextOf("environment") ?? "";
        StandsFor = told.TextOf("standsFor");
        SubscriptionId = told.TextOf("subscriptionId") ?? "";
        SubscriptionName = told.TextOf("subscriptionName") ?? "";
        Account = told.TextOf("account") ?? "";
        Stamp = told.TextOf("stamp") ?? "";
        StampVersion = told.TextOf("stampVersion") ?? "";
        PrivilegedEndpoint = told.TextOf("privilegedEndpointUrl");
        ActivationState = told.TextOf("activationState");
        MarketplaceItems = told.NumberOf("marketplaceItems");
        Billing = told.TextOf("billing") ?? "";
        Changed = told.FlagOf("changed") ?? false;
    }

    /// <summary>The registration's name.</summary>
    public string RegistrationName { get; }

    /// <summary>Its ARM id.</summary>
    public string ResourceId { get; }

    /// <summary>The stamp's cloud id.</summary>
    public string CloudId { get; }

    /// <summary>The billing model.</summary>
    public string BillingModel { get; }

    /// <summary>Whether marketplace items can be listed and downloaded.</summary>
    public bool MarketplaceSyndicationEnabled { get; }

    /// <summary>Whether usage is reported.</summary>
    public bool UsageReportingEnabled { get; }

    /// <summary>The Azure, by its own name.</summary>
    public string Environment { get; }

    /// <summary>The name that means it here though it is another's; null where names mean what they say.</summary>
    public string? StandsFor { get; }

    /// <summary>The subscription.</summary>
    public string SubscriptionId { get; }

    /// <summary>Its name.</summary>
    public string SubscriptionName { get; }

    /// <summary>Who registered.</summary>
    public string Account { get; }

    /// <summary>The stamp.</summary>
    public string Stamp { get; }

    /// <summary>Its version.</summary>
    public string StampVersion { get; }

    /// <summary>The address of the privileged endpoint that was used.</summary>
    public string? PrivilegedEndpoint { get; }

    /// <summary>The activation's state as the stamp tells it; null where its administrator endpoint was not read.</summary>
    public string? ActivationState { get; }

    /// <summary>How many marketplace items the stamp lists; null where it was not asked.</summary>
    public long? MarketplaceItems { get; }

    /// <summary>Who pays, in a sentence.</summary>
    public string Billing { get; }

    /// <summary>False where all was as asked for already.</summary>
    public bool Changed { get; }

    /// <summary>Which Azure and subscription, through which endpoint, and who pays.</summary>
    internal string Summary =>
        $"{RegistrationName} in {(StandsFor is null ? Environment : $"{Environment}, which {StandsFor} means here")}, subscription {SubscriptionName} ({SubscriptionId}), through {PrivilegedEndpoint}. {Billing}";

    internal static AzsRegistration From(JsonValue told) => new(told);
}
