using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Stamps;

/// <summary>An open session with a privileged endpoint.</summary>
public sealed class PrivilegedEndpointSession : IAsyncDisposable
{
    internal PrivilegedEndpointSession(PrivilegedEndpointAddress address, RemoteSession session)
    {
        Address = address;
        Session = session;
    }

    /// <summary>The address in use, of those that were tried; summaries print it.</summary>
    public PrivilegedEndpointAddress Address { get; }

    /// <summary>The session itself.</summary>
    public RemoteSession Session { get; }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
