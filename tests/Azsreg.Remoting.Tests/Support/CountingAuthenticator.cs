using System.Net;
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
}
