using Azsreg.Stamp.Access;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Cli.Roles;

/// <summary>What a stamp is started as; null keeps what it was made with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PrivilegedEndpointPort">The port of its privileged endpoint; 0 for any free one.</param>
internal sealed record StampFacts(string Name, int PrivilegedEndpointPort)
{
    /// <summary>The port of its portal; 0 for any free one.</summary>
    public int PortalPort { get; init; }

    /// <summary>Whether the portal takes any free port where its own is taken.</summary>
    public bool PortalMayTakeAnyPort { get; init; }

    public string? Version { get; init; }

    public string? Region { get; init; }

    public int? Nodes { get; init; }

    /// <summary>The client certificates that open its privileged endpoint; null for none.</summary>
    public ClientCertificateMap? ClientCertificates { get; init; }

    /// <summary>How often its bridge looks after itself; null for the usual time.</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>Users it has beside its administrator.</summary>
    public IReadOnlyList<StampUser> Users { get; init; } = [];

    /// <summary>Whether sample tenants may use it.</summary>
    public bool OffersSampleWorkloads { get; init; }
}
