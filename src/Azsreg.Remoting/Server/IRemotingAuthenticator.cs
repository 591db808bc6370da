using System.Net;

namespace Azsreg.Remoting.Server;

/// <summary>Checks user names and passwords for a <see cref="RemotingServer"/>.</summary>
public interface IRemotingAuthenticator
{
    /// <summary>
    /// The identity behind the name and password, or null if they are wrong. Called once a minute and session at most: the server
    /// remembers a success that long, and delays and locks out who fails.
    /// </summary>
    ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken);
}
