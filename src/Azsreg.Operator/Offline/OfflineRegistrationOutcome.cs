using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline;

/// <summary>What a run or a plan of <c>offline register</c> found and did.</summary>
public sealed record OfflineRegistrationOutcome
{
    /// <summary>The name of the Azure.</summary>
    public required string Environment { get; init; }

    /// <summary>Its Resource Manager.</summary>
    public required Uri ResourceManagerUrl { get; init; }

    /// <summary>The directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Who registered.</summary>
    public required string Account { get; init; }

    /// <summary>The subscription.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Its name.</summary>
    public required string SubscriptionName { get; init; }

    /// <summary>The registration's ARM id.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>Its name.</summary>
    public required string RegistrationName { get; init; }

    /// <summary>Its resource group.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>The stamp's cloud id.</summary>
    public required string CloudId { get; init; }

    /// <summary>The stamp's version, as the token tells it.</summary>
    public string? StampVersion { get; init; }

    /// <summary>The stamp's nodes, as the token tells them.</summary>
    public required int Nodes { get; init; }

    /// <summary>The billing model.</summary>
    public required string BillingModel { get; init; }

    /// <summary>The enterprise agreement of Capacity.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>When the run ended (UTC).</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The plan and the timings.</summary>
    public required WorkflowReport Report { get; init; }
}
