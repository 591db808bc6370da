using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>A stamp's activation, as a cmdlet left it.</summary>
public sealed class AzsActivation
{
    internal AzsActivation(JsonValue told)
    {
        Stamp = told.TextOf("stamp") ?? "";
        CloudId = told.TextOf("cloudId") ?? "";
        StampVersion = told.TextOf("stampVersion") ?? "";
        RegistrationName = told.TextOf("registrationName");
        ResourceId = told.TextOf("registrationId");
        ActivationState = told.TextOf("activationState");
        PrivilegedEndpoint = told.TextOf("privilegedEndpointUrl");
        Changed = told.FlagOf("changed") ?? false;
    }

    /// <summary>The stamp.</summary>
    public string Stamp { get; }

    /// <summary>Its cloud id.</summary>
    public string CloudId { get; }

    /// <summary>Its version.</summary>
    public string StampVersion { get; }

    /// <summary>The registration of the key; null where it is not known.</summary>
    public string? RegistrationName { get; }

    /// <summary>Its ARM id.</summary>
    public string? ResourceId { get; }

    /// <summary>The activation's state as the stamp tells it; null where its administrator endpoint was not read.</summary>
    public string? ActivationState { get; }

    /// <summary>The address of the privileged endpoint that was used.</summary>
    public string? PrivilegedEndpoint { get; }

    /// <summary>False where all was so already.</summary>
    public bool Changed { get; }
}
