using System.Net;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Support;

internal sealed class CountingAuthenticator : IRemotingAuthenticator
{
    private int calls;

    public int Calls => calls;

    public ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        var isKnown = userName is PepHost.User or "other" && password.Reveal() == PepHost.Password;
        return ValueTask.FromResult(isKnown ? new RemoteIdentity(userName, remote) : null);
    }

    /// <summary>The certificates that stand for <see cref="PepHost.User"/>, by fingerprint.</summary>
    public List<string> Certificates { get; } = [];

    public ValueTask<RemoteIdentity?> AuthenticateAsync(X509Certificate2 certificate, IPAddress? remote, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref calls);
        return ValueTask.FromResult(Certificates.Contains(certificate.Thumbprint) ? new RemoteIdentity(PepHost.User, remote) : null);
    }
}
