namespace Azsreg.PowerShell.Objects;

/// <summary>A resource provider of a subscription.</summary>
public sealed class AzsResourceProvider
{
    internal AzsResourceProvider(string providerNamespace, string registrationState, string subscriptionId, string environment)
    {
        ProviderNamespace = providerNamespace;
        RegistrationState = registrationState;
        SubscriptionId = subscriptionId;
        Environment = environment;
    }

    /// <summary>Such as <c>Microsoft.AzureStack</c>.</summary>
    public string ProviderNamespace { get; }

    /// <summary>Such as <c>Registered</c>.</summary>
    public string RegistrationState { get; }

    /// <summary>The subscription.</summary>
    public string SubscriptionId { get; }

    /// <summary>The Azure.</summary>
    public string Environment { get; }
}
