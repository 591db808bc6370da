using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>What <c>Remove-AzsRegistration</c> found and removed.</summary>
public sealed class AzsRemovedRegistration
{
    internal AzsRemovedRegistration(JsonValue told)
    {
        Stamp = told.TextOf("stamp") ?? "";
        CloudId = told.TextOf("stampCloudId") ?? "";
        ResourceId = told.TextOf("registrationId");
        Environment = told.TextOf("environment") ?? "";
        StandsFor = told.TextOf("standsFor");
        SubscriptionName = told.TextOf("subscriptionName") ?? "";
        PrivilegedEndpoint = told.TextOf("privilegedEndpointUrl");
        ActivationState = told.TextOf("activationState");
        Changed = told.FlagOf("changed") ?? false;
    }

    /// <summary>The stamp.</summary>
    public string Stamp { get; }

    /// <summary>Its cloud id.</summary>
    public string CloudId { get; }

    /// <summary>The registration that is gone; null where Azure had none.</summary>
    public string? ResourceId { get; }

    /// <summary>The Azure, by its own name.</summary>
    public string Environment { get; }

    /// <summary>The name that means it here though it is another's; null where names mean what they say.</summary>
    public string? StandsFor { get; }

    /// <summary>The subscription it was in.</summary>
    public string SubscriptionName { get; }

    /// <summary>The address of the privileged endpoint that was used.</summary>
    public string? PrivilegedEndpoint { get; }

    /// <summary>The activation's state as the stamp tells it; null where its administrator endpoint was not read.</summary>
    public string? ActivationState { get; }

    /// <summary>False where there was nothing to remove.</summary>
    public bool Changed { get; }
}
