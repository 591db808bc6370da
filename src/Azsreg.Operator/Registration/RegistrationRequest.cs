using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>What an operator asks for. What is left null stays as it is registered, or takes the billing model's default.</summary>
public sealed record RegistrationRequest
{
    /// <summary>The billing model; may be left out only where the stamp is registered already.</summary>
    public BillingModel? BillingModel { get; init; }

    /// <summary>The enterprise agreement of Capacity; text, leading zeros kept.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>The registration's name; by default the one the stamp has, else <c>AzureStack-{cloud id}</c>.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>The resource group; by default the one the registration lies in, else <c>azurestack</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>The location of a resource group that has to be made; by default the environment's.</summary>
    public string? Location { get; init; }

    /// <summary>Whether marketplace items can be listed and downloaded.</summary>
    public bool? MarketplaceSyndication { get; init; }

    /// <summary>Whether usage is reported; Capacity forces it off, PayAsYouUse on.</summary>
    public bool? UsageReporting { get; init; }

    /// <summary>Puts the registration again with a new token and a new key, though it says already what it shall.</summary>
    public bool Reregister { get; init; }

    /// <summary>Renews a yearly registration that ends within 90 days or has ended; one that has ended is deleted first where Azure demands it.</summary>
    public bool Renew { get; init; }
}
