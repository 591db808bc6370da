using Azsreg.Operator.Stamps;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Registration;

/// <summary>A session opened by the connector of this data folder.</summary>
internal sealed class StampSession(PrivilegedEndpointSession session) : IStampSession
{
    public Uri Url => session.Address.Url;

    public Task<RemoteResult> InvokeAsync(RemoteCommand command, CancellationToken cancellationToken) =>
        session.Session.InvokeAsync(command, cancellationToken);

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
