using Azsreg.AzureClient;

namespace Azsreg.Operator.Stamps;

/// <summary>A stamp this data folder knows by name.</summary>
public sealed record StampEntry
{
    /// <summary>The name it is chosen by.</summary>
    public required string Name { get; init; }

    /// <summary>Its privileged endpoint: the address for WS-Management, or <c>ssh://</c>.</summary>
    public required Uri PrivilegedEndpoint { get; init; }

    /// <summary>Its admin ARM; null where it was not told.</summary>
    public Uri? AdminEndpoint { get; init; }

    /// <summary>The cloud administrator's name, as <c>DOMAIN\CloudAdmin</c>; null asks each time.</summary>
    public string? CloudAdmin { get; init; }

    /// <summary>PEM texts of authorities to trust for this stamp beside the system's.</summary>
    public IReadOnlyList<string> TrustedAuthorities { get; init; } = [];

    /// <summary>The SHA-256 of the one server certificate to trust, as hexadecimal digits; null goes by authorities.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How to sign in at its privileged endpoint; null takes what it offers, Negotiate before Basic.</summary>
    public PrivilegedEndpointAuthentication? Authentication { get; init; }

    /// <summary>The file of the certificate to sign in with (PEM or PFX), as a full path; read when a session is opened.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The file of its key (PEM), as a full path; null where it is in the certificate's file.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The proxy to go through to its privileged endpoint; null takes the environment's. For https only.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The private key to sign in with where the privileged endpoint is behind SSH; null leaves it to ssh.</summary>
    public string? SshKeyFile { get; init; }

    /// <summary>The one SSH host key to trust, as <c>ssh-ed25519 AAAA…</c>; null goes by the person's own known hosts.</summary>
    public string? SshHostKey { get; init; }

    /// <summary>What the admin ARM's metadata told when somebody signed in there.</summary>
    public AzureEnvironment? AdminEnvironment { get; init; }
}
