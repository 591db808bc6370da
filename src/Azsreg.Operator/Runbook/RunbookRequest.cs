using Azsreg.Protocol;

namespace Azsreg.Operator.Runbook;

/// <summary>What a runbook is to be for; what is left null is taken from the data folder.</summary>
public sealed record RunbookRequest
{
    /// <summary>The Azure; null takes the one in use.</summary>
    public string? Environment { get; init; }

    /// <summary>The subscription by id or name; null takes the one in use.</summary>
    public string? Subscription { get; init; }

    /// <summary>The stamp entered here; null takes the one in use.</summary>
    public string? Stamp { get; init; }

    /// <summary>The billing model; null takes the one registered, else the way's own default.</summary>
    public BillingModel? BillingModel { get; init; }

    /// <summary>The agreement of Capacity.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>The registration's name; null takes the one registered.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>The resource group; null takes the one registered, else <c>azurestack</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>True for a stamp without a line to Azure.</summary>
    public bool Disconnected { get; init; }
}
