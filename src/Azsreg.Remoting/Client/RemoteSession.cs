using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Client;

/// <summary>An open session with one runspace: its commands run one after the other. Safe to use from several threads.</summary>
public sealed class RemoteSession : IAsyncDisposable
{
    private readonly IRemotingTransport transport;
    private readonly ClientPool pool;
    private readonly TimeSpan closeTimeout;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private bool disposed;

    internal RemoteSession(IRemotingTransport transport, ClientPool pool, TimeSpan closeTimeout, TimeProvider clock)
    {
        this.transport = transport;
        this.pool = pool;
        this.closeTimeout = closeTimeout;
        this.clock = clock;
    }

    /// <summary>The session's id.</summary>
    public Guid Id => pool.Id;

    /// <summary>Version of the remoting protocol both sides speak, for example 2.3.</summary>
    public Version ProtocolVersion => pool.Version!;

    /// <summary>What the peer tells of itself when the session opens: usually <c>PSVersionTable</c>.</summary>
    public RemoteObject? PrivateData => pool.PrivateData;

    /// <summary>Runs one command and returns everything it wrote.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the command was asked to stop at the peer.</exception>
    /// <exception cref="RemotingException">The session failed; an error of the command itself is in the result.</exception>
    public Task<RemoteResult> InvokeAsync(RemoteCommand command, CancellationToken cancellationToken = default) =>
        InvokeAsync([command], null, null, cancellationToken);

    /// <summary>Runs one command, telling <paramref name="streams"/> what it writes as it comes.</summary>
    /// <inheritdoc cref="InvokeAsync(RemoteCommand, CancellationToken)"/>
    public Task<RemoteResult> InvokeAsync(RemoteCommand command, RemoteStreams streams, CancellationToken cancellationToken = default) =>
        InvokeAsync([command], streams, null, cancellationToken);

    /// <summary>Runs a pipeline of commands, the output of each being the input of the next.</summary>
    /// <param name="pipeline">The commands, at least one.</param>
    /// <param name="streams">Told what the pipeline writes as it comes; may be null.</param>
    /// <param name="input">Objects for the first command; null for none.</param>
    /// <param name="cancellationToken">Stops the pipeline at the peer.</param>
    /// <inheritdoc cref="InvokeAsync(RemoteCommand, CancellationToken)"/>
    public async Task<RemoteResult> InvokeAsync(
        IReadOnlyList<RemoteCommand> pipeline, RemoteStreams? streams, IReadOnlyCollection<object?>? input,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pipeline.Count);
        ObjectDisposedException.ThrowIf(disposed, this);
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!pool.CanSendSecrets && HoldsSecret(pipeline, input) && pool.BeginKeyExchange() is { } publicKey)
                await transport.ExchangeKeyAsync(pool, publicKey, cancellationToken);
            var (running, create) = pool.Start(pipeline, streams, input is not null);
            try
            {
                await transport.RunAsync(pool, running, create, input is null ? [] : pool.Input(running, input), cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await StopAsync(running);
                throw;
            }
            finally
            {
                pool.Forget(running);
            }
            return running.ToResult();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Closes the session at the peer; a peer that does not answer is given up after the close time-out.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        using var late = new CancellationTokenSource(closeTimeout, clock);
        try
        {
            await transport.CloseAsync(pool, late.Token);
        }
        catch (Exception e) when (e is RemotingException or OperationCanceledException)
        {
            // The peer reaps what is not closed; disposing has nobody to tell.
        }
        pool.Closed();
        pool.Dispose();
        await transport.DisposeAsync();
        oneAtATime.Dispose();
    }

    private async Task StopAsync(ClientPipeline running)
    {
        using var late = new CancellationTokenSource(closeTimeout, clock);
        try
        {
            await transport.StopAsync(pool, running, late.Token);
        }
        catch (Exception e) when (e is RemotingException or OperationCanceledException)
        {
            // The caller has given up already; the peer stops the pipeline when the session ends at the latest.
        }
    }

    private static bool HoldsSecret(IReadOnlyList<RemoteCommand> pipeline, IReadOnlyCollection<object?>? input) =>
        pipeline.Any(command => command.Parameters.Any(parameter => Secrets.AreIn(parameter.Value))) || (input?.Any(Secrets.AreIn) ?? false);
}
