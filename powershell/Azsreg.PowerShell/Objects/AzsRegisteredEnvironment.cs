using System.Globalization;
using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Objects;

/// <summary>A disconnected stamp's registration on Azure; what to keep for later.</summary>
public sealed class AzsRegisteredEnvironment
{
    internal AzsRegisteredEnvironment(JsonValue told)
    {
        RegistrationName = told.TextOf("registrationName") ?? "";
        ResourceId = told.TextOf("registrationId") ?? "";
        ResourceGroupName = told.TextOf("resourceGroup") ?? "";
        CloudId = told.TextOf("cloudId") ?? "";
        BillingModel = told.TextOf("billingModel");
        SubscriptionId = told.TextOf("subscriptionId") ?? "";
        SubscriptionName = told.TextOf("subscriptionName") ?? "";
        Date = DateTimeOffset.TryParse(told.TextOf("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.UtcDateTime : null;
        Changed = told.FlagOf("changed") ?? false;
    }

    /// <summary>The registration's name.</summary>
    public string RegistrationName { get; }

    /// <summary>Its ARM id.</summary>
    public string ResourceId { get; }

    /// <summary>Its resource group.</summary>
    public string ResourceGroupName { get; }

    /// <summary>The stamp's cloud id.</summary>
    public string CloudId { get; }

    /// <summary>The billing model.</summary>
    public string? BillingModel { get; }

    /// <summary>The subscription.</summary>
    public string SubscriptionId { get; }

    /// <summary>Its name.</summary>
    public string SubscriptionName { get; }

    /// <summary>When (UTC).</summary>
    public DateTime? Date { get; }

    /// <summary>False where all was so already.</summary>
    public bool Changed { get; }
}
