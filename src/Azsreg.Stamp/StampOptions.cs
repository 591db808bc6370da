using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp;

/// <summary>
/// What a stamp is configured with. A property that is <see langword="null"/> keeps what the stamp was made with; its remark says what a
/// stamp gets at its first start.
/// </summary>
public sealed record StampOptions
{
    /// <summary>Name of the stamp: its folder below the data folder and its prefix in host names. Default <c>AzS</c>.</summary>
    public string Name { get; init; } = "AzS";

    /// <summary>Cloud id of the stamp; made at first start. Given for a stamp that has another one, the start is refused.</summary>
    public Guid? CloudId { get; init; }

    /// <summary>Deployment id of the stamp; made at first start. Given for a stamp that has another one, the start is refused.</summary>
    public Guid? DeploymentId { get; init; }

    /// <summary>Build of the stamp, four numbers; at first start <c>1.2311.1.22</c>. Decides which parameters and commands exist.</summary>
    public string? StampVersion { get; init; }

    /// <summary>Region name, lower-case letters and digits; at first start <c>local</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Internal domain; at first start <c>azurestack.local</c>.</summary>
    public string? DomainFqdn { get; init; }

    /// <summary>NetBIOS name of the internal domain; at first start <c>AZURESTACK</c>.</summary>
    public string? DomainNetBiosName { get; init; }

    /// <summary>External domain of the endpoints; at first start <c>{region}.azurestack.external</c>.</summary>
    public string? ExternalDomainFqdn { get; init; }

    /// <summary>Number of physical hosts, 1 to 16; at first start 4.</summary>
    public int? NumberOfNodes { get; init; }

    /// <summary>Identity system of the stamp; fixed at first start, then <see cref="Facts.IdentitySystem.AzureAD"/>.</summary>
    public IdentitySystem? IdentitySystem { get; init; }

    /// <summary>Directory tenant the stamp was deployed with (only with Azure AD); made at first start.</summary>
    public Guid? AadTenantId { get; init; }

    /// <summary>Name of the directory tenant; at first start <c>azurestack.onmicrosoft.com</c>.</summary>
    public string? AadTenantName { get; init; }

    /// <summary>Hosts that fail to give their hardware information, as data for rehearsals. Default none.</summary>
    public IReadOnlyList<HostFault> HostFaults { get; init; } = [];

    /// <summary>Password of the cloud administrator (<c>DOMAIN\CloudAdmin</c>) at the privileged endpoint.</summary>
    public required Secret CloudAdministratorPassword { get; init; }

    /// <summary>Account of the cloud administrator, without the domain. Default <c>CloudAdmin</c>.</summary>
    public string CloudAdministratorName { get; init; } = "CloudAdmin";

    /// <summary>User of the admin ARM endpoint, Owner of the Default Provider Subscription. Default <c>admin@azurestack.local</c>.</summary>
    public string AdministratorName { get; init; } = "admin@azurestack.local";

    /// <summary>Password of <see cref="AdministratorName"/>.</summary>
    public required Secret AdministratorPassword { get; init; }

    /// <summary>More users, for a stamp that is there to learn on. Default none; on others they are added by whoever owns the folder.</summary>
    public IReadOnlyList<StampUser> Users { get; init; } = [];

    /// <summary>Azure environments the bridge can be joined to beside the built-in ones; of two with one name the one given here counts.</summary>
    public IReadOnlyList<BridgeEnvironment> AzureEnvironments { get; init; } = [];

    /// <summary>Environment taken where a command names none. Default <c>AzureCloud</c>.</summary>
    public string DefaultAzureEnvironment { get; init; } = "AzureCloud";

    /// <summary>
    /// File with the public keys (JWKS) of the Azure side whose activation keys this stamp trusts. It is read at each activation, so that a
    /// key added later needs no restart.
    /// </summary>
    public string? TrustedActivationKeysFile { get; init; }

    /// <summary>Public keys (JWKS as JSON) trusted beside those of <see cref="TrustedActivationKeysFile"/>.</summary>
    public string? TrustedActivationKeys { get; init; }

    /// <summary>Client certificates that open the privileged endpoint; null (default) asks for none.</summary>
    public ClientCertificateMap? ClientCertificates { get; init; }

    /// <summary>Port of the privileged endpoint on the role's address; 0 (default) is any free one.</summary>
    public int PrivilegedEndpointPort { get; init; }

    /// <summary>How many days before its end an activation is announced to expire, and announced anew. Default 90, 30 and 7.</summary>
    public IReadOnlyList<int> ExpiryWarningDays { get; init; } = [90, 30, 7];

    /// <summary>
    /// The one folder in which the stamp writes what the privileged endpoint is asked to hand out: transcripts and log archives. Null is
    /// <c>exports</c> in the stamp's folder.
    /// </summary>
    public string? ExportFolder { get; init; }

    /// <summary>Work of a password hash in the stamp's directory; null is the directory's own default. For tests that sign in a hundred times.</summary>
    internal int? PasswordIterations { get; init; }

    /// <summary>How the stamp's marketplace downloads.</summary>
    public MarketplaceOptions Marketplace { get; init; } = new();

    /// <summary>How often the bridge looks after itself: alerts and the registration in Azure. Default 15 minutes.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether sample workloads can be started here. Default false: sample data belongs where nothing is real.</summary>
    public bool OffersSampleWorkloads { get; init; }
}
