using Azsreg.Operator.Registration;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Stamps;

/// <summary>An open session with a privileged endpoint.</summary>
public sealed class PrivilegedEndpointSession : IAsyncDisposable
{
    private readonly IDisposable? _own;

    /// <summary>Wraps a session.</summary>
    /// <param name="address">The address in use.</param>
    /// <param name="session">The session.</param>
    /// <param name="own">The HTTP handler or process made for this session alone.</param>
    internal PrivilegedEndpointSession(PrivilegedEndpointAddress address, RemoteSession session, IDisposable? own)
    {
        Address = address;
        Session = session;
        _own = own;
    }

    /// <summary>The address in use, of those that were tried; summaries print it.</summary>
    public PrivilegedEndpointAddress Address { get; }

    /// <summary>The session itself.</summary>
    public RemoteSession Session { get; }

    /// <summary>Runs a pipeline and returns everything it wrote; an error of a command is in the result.</summary>
    /// <param name="pipeline">The commands, at least one.</param>
    /// <param name="streams">Told what comes as it comes.</param>
    /// <param name="cancellationToken">Stops the pipeline at the stamp.</param>
    /// <exception cref="Protocol.CataloguedException">The session failed.</exception>
    public async Task<RemoteResult> InvokeAsync(IReadOnlyList<RemoteCommand> pipeline, RemoteStreams? streams, CancellationToken cancellationToken)
    {
        try
        {
            return await Session.InvokeAsync(pipeline, streams, null, cancellationToken);
        }
        catch (RemotingException e)
        {
            throw StampFailure.Of(e, Address.Url.AbsoluteUri);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _own?.Dispose();
    }
}
