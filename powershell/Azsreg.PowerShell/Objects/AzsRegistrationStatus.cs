using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>What Azure and the stamp each say about a registration.</summary>
public sealed class AzsRegistrationStatus
{
    internal AzsRegistrationStatus(JsonValue told)
    {
        var azure = told["azure"];
        var side = told["stampSide"];
        State = told.TextOf("state") ?? "Unknown";
        Stamp = told.TextOf("stamp") ?? "";
        Environment = azure?.TextOf("environment");
        StandsFor = azure?.TextOf("standsFor");
        SubscriptionId = azure?.TextOf("subscriptionId");
        ResourceId = azure?.TextOf("registrationId") ?? side?.TextOf("registrationId");
        CloudId = azure?.TextOf("cloudId") ?? side?.TextOf("cloudId");
        BillingModel = azure?.TextOf("billingModel") ?? side?.TextOf("billingModel");
        AzureWasRead = azure?.FlagOf("wasRead") ?? false;
        StampWasRead = side?.FlagOf("wasRead") ?? false;
        ActivationState = side?.TextOf("activationState");
        ActivationExpires = side?.TextOf("expiration");
        ActivationRequiredAlert = side?.TextOf("activationRequiredAlert");
        Differences = told.TextsOf("differences");
        Notes = told.TextsOf("notes");
    }

    /// <summary><c>Registered</c>, <c>NotRegistered</c>, <c>Differs</c> or <c>Unknown</c>.</summary>
    public string State { get; }

    /// <summary>The stamp.</summary>
    public string Stamp { get; }

    /// <summary>The registration's name; null where there is none.</summary>
    public string? RegistrationName => ResourceId?.Split('/').Last();

    /// <summary>Its ARM id.</summary>
    public string? ResourceId { get; }

    /// <summary>The Azure, by its own name.</summary>
    public string? Environment { get; }

    /// <summary>The name that means it here though it is another's; null where names mean what they say.</summary>
    public string? StandsFor { get; }

    /// <summary>The subscription looked into.</summary>
    public string? SubscriptionId { get; }

    /// <summary>The stamp's cloud id.</summary>
    public string? CloudId { get; }

    /// <summary>The billing model.</summary>
    public string? BillingModel { get; }

    /// <summary>False where Azure could not be read.</summary>
    public bool AzureWasRead { get; }

    /// <summary>False where the stamp's administrator endpoint could not be read.</summary>
    public bool StampWasRead { get; }

    /// <summary>The activation's state.</summary>
    public string? ActivationState { get; }

    /// <summary>When the activation ends; a year of 9999 means never.</summary>
    public string? ActivationExpires { get; }

    /// <summary>The state of the alert <c>Activation Required</c>.</summary>
    public string? ActivationRequiredAlert { get; }

    /// <summary>What does not agree, a sentence each.</summary>
    public string[] Differences { get; }

    /// <summary>What else an operator should know.</summary>
    public string[] Notes { get; }
}
