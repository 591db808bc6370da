using System.Text.Json.Serialization;

namespace Azsreg.AzureClient;

/// <summary>What the portal's region properties show. From <see cref="BillingModel"/> on only stamps of this system tell it.</summary>
public sealed record StampRegionProperties
{
    /// <summary>The stamp's cloud id.</summary>
    public string? StampCloudId { get; init; }

    /// <summary>Its deployment id.</summary>
    public string? StampInformationId { get; init; }

    /// <summary>The addresses of its privileged endpoints.</summary>
    public IReadOnlyList<string>? PepIpAddresses { get; init; }

    /// <summary>The first of its name servers.</summary>
    [JsonPropertyName("externalDNSIPAddress01")]
    public string? ExternalDnsIpAddress01 { get; init; }

    /// <summary>The second.</summary>
    [JsonPropertyName("externalDNSIPAddress02")]
    public string? ExternalDnsIpAddress02 { get; init; }

    /// <summary>Its time server.</summary>
    public string? TimeServer { get; init; }

    /// <summary>Whether an operation runs beside which no other of its kind may.</summary>
    public bool? ExclusiveAdminOperationRunning { get; init; }

    /// <summary>Its name.</summary>
    public string? ExclusiveAdminOperationName { get; init; }

    /// <summary><c>Registered</c>, <c>Not registered</c> or <c>Expired</c>.</summary>
    public string? RegistrationStatus { get; init; }

    /// <summary>What the licence demands of a stamp that is not registered.</summary>
    public string? RegistrationObligation { get; init; }

    /// <summary>The subscription of the registration.</summary>
    public string? RegistrationSubscriptionId { get; init; }

    /// <summary>Its resource group.</summary>
    public string? RegistrationResourceGroup { get; init; }

    /// <summary>Its name.</summary>
    public string? RegistrationName { get; init; }

    /// <summary>The billing model of the activation.</summary>
    public string? BillingModel { get; init; }

    /// <summary>The agreement it was activated by.</summary>
    public string? AgreementNumber { get; init; }

    /// <summary>The asset tag it was activated by.</summary>
    public string? MsAssetTag { get; init; }

    /// <summary>Whether it was activated by a key that was carried over, and so has no line to Azure; null where it is not activated.</summary>
    public bool? IsDisconnected { get; init; }

    /// <summary>The stamp's version.</summary>
    public string? StampVersion { get; init; }

    /// <summary><c>AzureAD</c> or <c>ADFS</c>.</summary>
    public string? IdentitySystem { get; init; }

    /// <summary>The domain its endpoints lie in.</summary>
    [JsonPropertyName("externalDomainFQDN")]
    public string? ExternalDomainFqdn { get; init; }

    /// <summary>How many hosts there are.</summary>
    public int? NumberOfNodes { get; init; }

    /// <summary>How many the registration lists.</summary>
    public int? RegisteredNodes { get; init; }

    /// <summary>When the bridge last looked after its registration.</summary>
    public string? BridgeCheckedAt { get; init; }

    /// <summary>When it last saw it.</summary>
    public string? LastAzureContact { get; init; }

    /// <summary>What keeps the bridge from using it; null where nothing does.</summary>
    public string? BridgeFault { get; init; }
}
