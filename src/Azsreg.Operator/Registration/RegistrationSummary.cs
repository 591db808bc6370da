namespace Azsreg.Operator.Registration;

/// <summary>What a run of <c>registration set</c> comes to, for a person and as data.</summary>
public sealed record RegistrationSummary
{
    /// <summary>The name of the Azure.</summary>
    public required string Environment { get; init; }

    /// <summary>The name that means it here though it is another's; null where names mean what they say.</summary>
    public string? StandsFor { get; init; }

    /// <summary>Its Resource Manager.</summary>
    public required Uri ResourceManagerUrl { get; init; }

    /// <summary>The directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Who registered.</summary>
    public required string Account { get; init; }

    /// <summary>The subscription that is billed for usage.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Its name.</summary>
    public required string SubscriptionName { get; init; }

    /// <summary>The stamp's name here.</summary>
    public required string Stamp { get; init; }

    /// <summary>The address of the privileged endpoint that was used, of those tried.</summary>
    public required Uri? PrivilegedEndpointUrl { get; init; }

    /// <summary>The stamp's cloud id.</summary>
    public required string StampCloudId { get; init; }

    /// <summary>The stamp's version.</summary>
    public required string StampVersion { get; init; }

    /// <summary>The number of nodes.</summary>
    public required int StampNodes { get; init; }

    /// <summary>The registration's ARM id.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>Its name.</summary>
    public required string RegistrationName { get; init; }

    /// <summary>The billing model.</summary>
    public required string BillingModel { get; init; }

    /// <summary>Whether marketplace items can be listed and downloaded.</summary>
    public required bool MarketplaceSyndication { get; init; }

    /// <summary>Whether usage is reported.</summary>
    public required bool UsageReporting { get; init; }

    /// <summary>The agreement of Capacity.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>The bridge's service principal; null in a plan that would make it.</summary>
    public string? BridgeObjectId { get; init; }

    /// <summary>What the stamp's own side told.</summary>
    public required StampReading StampReading { get; init; }

    /// <summary>Who pays, in one sentence.</summary>
    public string Billing => "Registering costs nothing; " + BillingModel switch
    {
        nameof(Protocol.BillingModel.Development) => $"Development is never charged to {SubscriptionName}.",
        nameof(Protocol.BillingModel.Capacity) or nameof(Protocol.BillingModel.Custom) =>
            $"the stamp is paid for by its agreement, and no usage is billed to {SubscriptionName}.",
        nameof(Protocol.BillingModel.Ruggedized) => $"the appliance is billed by time to {SubscriptionName}.",
        _ => $"usage will be billed to {SubscriptionName}.",
    };
}
