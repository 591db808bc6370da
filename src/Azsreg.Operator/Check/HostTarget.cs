namespace Azsreg.Operator.Check;

/// <summary>A host a registration talks to.</summary>
/// <param name="Role">What it is there for.</param>
/// <param name="Address">Its address.</param>
/// <param name="Authorities">PEM texts of authorities trusted for it beside the system's.</param>
/// <param name="Fingerprint">The SHA-256 of the one certificate to trust instead; null goes by authorities.</param>
internal sealed record HostTarget(string Role, Uri Address, IReadOnlyList<string> Authorities, string? Fingerprint = null)
{
    /// <summary>Host and port, which is what a firewall's rule is about.</summary>
    public string Place => $"{Address.Host}:{Address.Port}";
}
