using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>What is to be checked for. What is left null is taken as <c>registration set</c> would take it.</summary>
public sealed record CheckRequest
{
    /// <summary>The Azure; null takes the one in use.</summary>
    public string? Environment { get; init; }

    /// <summary>The subscription by id or name; null takes the one in use.</summary>
    public string? Subscription { get; init; }

    /// <summary>The privileged endpoint's addresses in the order to try; empty where no stamp is known.</summary>
    public IReadOnlyList<PrivilegedEndpointAddress> Endpoints { get; init; } = [];

    /// <summary>The stamp's cloud administrator; null checks no further than whether somebody answers.</summary>
    public CloudAdminCredential? CloudAdmin { get; init; }

    /// <summary>The billing model meant; null leaves its rules unchecked.</summary>
    public BillingModel? BillingModel { get; init; }

    /// <summary>The agreement of Capacity.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag of Custom.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>The registration's name; null takes the stamp's own.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>The resource group; null takes the registration's, else <c>azurestack</c>.</summary>
    public string? ResourceGroup { get; init; }
}
