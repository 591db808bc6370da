using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Remoting.Server;

/// <summary>Checks who signs in to a <see cref="RemotingServer"/>. The server remembers a success for a minute, and delays and locks out who fails.</summary>
public interface IRemotingAuthenticator
{
    /// <summary>The identity behind the name and password, or null if they are wrong.</summary>
    ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken);

    /// <summary>
    /// The identity a client certificate stands for, or null if it stands for none. TLS has proved that the client holds its key and
    /// nothing else: whether its issuer is trusted and its time is right is decided here. Without an own answer no certificate is let in.
    /// </summary>
    ValueTask<RemoteIdentity?> AuthenticateAsync(X509Certificate2 certificate, IPAddress? remote, CancellationToken cancellationToken) =>
        ValueTask.FromResult<RemoteIdentity?>(null);
}
