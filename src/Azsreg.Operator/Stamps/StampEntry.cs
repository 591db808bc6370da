using Azsreg.AzureClient;

namespace Azsreg.Operator.Stamps;

/// <summary>A stamp this data folder knows by name.</summary>
public sealed record StampEntry
{
    /// <summary>The name it is chosen by.</summary>
    public required string Name { get; init; }

    /// <summary>Its privileged endpoint: the WS-Management address.</summary>
    public required Uri PrivilegedEndpoint { get; init; }

    /// <summary>Its admin ARM; null where it was not told.</summary>
    public Uri? AdminEndpoint { get; init; }

    /// <summary>The cloud administrator's name, as <c>DOMAIN\CloudAdmin</c>; null asks each time.</summary>
    public string? CloudAdmin { get; init; }

    /// <summary>PEM texts of authorities to trust for this stamp beside the system's.</summary>
    public IReadOnlyList<string> TrustedAuthorities { get; init; } = [];

    /// <summary>The SHA-256 of the one server certificate to trust, as hexadecimal digits; null goes by authorities.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What the admin ARM's metadata told when somebody signed in there.</summary>
    public AzureEnvironment? AdminEnvironment { get; init; }
}
