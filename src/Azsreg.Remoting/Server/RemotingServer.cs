using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Server;

/// <summary>
/// Serves constrained endpoints over WS-Management. Map it with
/// <see cref="RemotingEndpointRouteBuilderExtensions.MapPowerShellRemoting"/>; disposing closes all sessions.
/// </summary>
public sealed class RemotingServer : IAsyncDisposable
{
    /// <summary>Creates the server; sessions that nobody uses are reaped from now on.</summary>
    /// <exception cref="ArgumentException">Two endpoints or two commands of one have the same name, or a limit is not positive.</exception>
    public RemotingServer(RemotingServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxEnvelopeSize, 16_384);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMessageSize, 65_536);
        Service = new WsManService(options);
    }

    /// <summary>Open sessions at the moment.</summary>
    public int SessionCount => Service.ShellCount;

    internal WsManService Service { get; }

    /// <summary>Refuses new sessions and closes the open ones; their commands are cancelled and awaited.</summary>
    public Task StopAsync() => Service.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Service.DisposeAsync();
}
