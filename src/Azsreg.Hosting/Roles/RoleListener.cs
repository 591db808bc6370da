namespace Azsreg.Hosting;

/// <summary>A port a role listens on beside its first one.</summary>
/// <param name="Name">What requests that came in there are told apart by (<see cref="RoleListeners.NameOf"/>).</param>
/// <param name="Port">The port, or 0 for any free one.</param>
public sealed record RoleListener(string Name, int Port)
{
    /// <summary>
    /// Asks clients for a certificate in the TLS handshake. Any one, and none, is let through: what a certificate is worth is for whoever
    /// answers the requests to decide.
    /// </summary>
    public bool AsksForClientCertificate { get; init; }
}
