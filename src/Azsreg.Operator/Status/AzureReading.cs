namespace Azsreg.Operator.Status;

/// <summary>What Azure told about a stamp's registration.</summary>
public sealed record AzureReading
{
    /// <summary>False where nobody is signed in, or Azure could not be reached.</summary>
    public required bool WasRead { get; init; }

    /// <summary>Why it was not read, as a phrase; null where it was.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The name of the Azure.</summary>
    public string? Environment { get; init; }

    /// <summary>The name that means it here though it is another's; null where names mean what they say.</summary>
    public string? StandsFor { get; init; }

    /// <summary>The subscription looked into.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Its name.</summary>
    public string? SubscriptionName { get; init; }

    /// <summary>The registration; null where there is none for this stamp.</summary>
    public string? RegistrationId { get; init; }

    /// <summary>The cloud id it is bound to.</summary>
    public string? CloudId { get; init; }

    /// <summary>The billing model.</summary>
    public string? BillingModel { get; init; }

    /// <summary>Whether marketplace items are listed and downloaded; null where it cannot be told.</summary>
    public bool? MarketplaceSyndication { get; init; }

    /// <summary>Whether usage is reported; null where it cannot be told.</summary>
    public bool? UsageReporting { get; init; }

    /// <summary>Whether the lock of a registration is on it; null where it cannot be told.</summary>
    public bool? Locked { get; init; }

    /// <summary>Whether the bridge has its role; null where it cannot be told.</summary>
    public bool? BridgeHasRole { get; init; }

    /// <summary>The service principal of the bridge; null where the registration names none.</summary>
    public string? BridgeObjectId { get; init; }

    /// <summary>Whether it is in the directory; null where it cannot be told.</summary>
    public bool? BridgeExists { get; init; }

    /// <summary>When the registration ends, as its activation key says; null where it does not, or where the key cannot be read.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The agreement it was registered by; null where it has none or cannot be told.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>How many hosts it lists; null where that cannot be told.</summary>
    public int? Nodes { get; init; }

    /// <summary>A command that would let it be read; null where there is none.</summary>
    public string? WayOut { get; init; }

    /// <summary>Azure was not read, why, and what would help.</summary>
    public static AzureReading NotRead(string why, string? wayOut = null) => new() { WasRead = false, WhyNot = why, WayOut = wayOut };
}
