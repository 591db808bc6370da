using Azsreg.Remoting.Client;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.WsMan;

/// <summary>A session over WS-Management: every exchange is an HTTP POST, what the server has to say is fetched by Receive.</summary>
internal sealed class WsManClientTransport : IRemotingTransport
{
    /// <summary>Envelopes of this size are taken by every Windows (150 KiB until Windows Server 2012, 500 since); no peer says what it takes.</summary>
    private const int SafeEnvelope = 153_600;

    /// <summary>A peer that has nothing to say and says so at once, instead of waiting, is not asked more often than this.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    private readonly RemotingConnection connection;
    private readonly IWsManChannel channel;
    private readonly WsManRequest requests;
    private string? shell;

    public WsManClientTransport(RemotingConnection connection, IWsManChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
        requests = new WsManRequest(connection, Guid.CreateVersion7(connection.Clock.GetUtcNow()));
    }

    public async Task OpenAsync(ClientPool pool, CancellationToken cancellationToken)
    {
        try
        {
            shell = WsManResponse.ReadShellId(await PostAsync(requests.Create(pool.Id, pool.Open()), cancellationToken));
        }
        catch (WsManFaultException fault) when (fault.Code is WsManCodes.AccessDenied or WsManCodes.InvalidResourceUri)
        {
            throw new RemotingAccessDeniedException(
                $"{connection.UserName} may not use the session configuration '{connection.ConfigurationName}' at {connection.Uri}: {fault.Message}", fault);
        }
        while (pool.State != PoolState.Opened)
        {
            await ReceiveAsync(pool, Guid.Empty, cancellationToken);
            if (pool.State is PoolState.Broken or PoolState.Closed)
                throw new RemotingException("The peer closed the session while it was opened: " + (pool.Failure?.Message ?? pool.State.ToString()));
        }
    }

    public async Task ExchangeKeyAsync(ClientPool pool, IReadOnlyList<byte[]> publicKey, CancellationToken cancellationToken)
    {
        await SendAsync(Guid.Empty, publicKey, cancellationToken);
        while (!pool.CanSendSecrets) await ReceiveAsync(pool, Guid.Empty, cancellationToken);
    }

    public async Task RunAsync(
        ClientPool pool, ClientPipeline pipeline, IReadOnlyList<byte[]> create, IReadOnlyList<byte[]> input, CancellationToken cancellationToken)
    {
        await PostAsync(requests.Command(Shell, pipeline.Id, create[0]), cancellationToken);
        await SendAsync(pipeline.Id, [.. create.Skip(1), .. input], cancellationToken);
        await DrainAsync(pool, pipeline, cancellationToken);
    }

    public async Task StopAsync(ClientPool pool, ClientPipeline pipeline, CancellationToken cancellationToken)
    {
        await PostAsync(requests.Signal(Shell, pipeline.Id, WsManNames.SignalStop), cancellationToken);
        if (!pipeline.IsFinished) await DrainAsync(pool, pipeline, cancellationToken);
    }

    public async Task CloseAsync(ClientPool pool, CancellationToken cancellationToken)
    {
        if (shell is null) return;
        await PostAsync(requests.Delete(Shell), cancellationToken);
        shell = null;
    }

    public ValueTask DisposeAsync()
    {
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Shell => shell ?? throw new RemotingException("The session is not open.");

    private async Task DrainAsync(ClientPool pool, ClientPipeline pipeline, CancellationToken cancellationToken)
    {
        while (!pipeline.IsFinished)
        {
            var done = await ReceiveAsync(pool, pipeline.Id, cancellationToken);
            while (pipeline.Replies.TryDequeue(out var reply)) await SendAsync(pipeline.Id, [reply], cancellationToken);
            if (done && !pipeline.IsFinished) throw new RemotingProtocolException("The peer ended a command without its final state.");
        }
        await PostAsync(requests.Signal(Shell, pipeline.Id, WsManNames.SignalTerminate), cancellationToken);
    }

    /// <summary>Several fragments travel in one envelope as far as its size allows.</summary>
    private async Task SendAsync(Guid command, IReadOnlyList<byte[]> fragments, CancellationToken cancellationToken)
    {
        var room = WsManRequest.MaxPayload(Math.Min(connection.MaxEnvelopeSize, SafeEnvelope));
        var batch = new List<byte>();
        foreach (var fragment in fragments)
        {
            if (batch.Count > 0 && batch.Count + fragment.Length > room)
            {
                await PostAsync(requests.Send(Shell, command, batch.ToArray()), cancellationToken);
                batch.Clear();
            }
            batch.AddRange(fragment);
        }
        if (batch.Count > 0) await PostAsync(requests.Send(Shell, command, batch.ToArray()), cancellationToken);
    }

    private async Task<bool> ReceiveAsync(ClientPool pool, Guid command, CancellationToken cancellationToken)
    {
        SoapDocument answer;
        var asked = connection.Clock.GetTimestamp();
        try
        {
            answer = await PostAsync(requests.Receive(Shell, command, connection.OperationTimeout), cancellationToken);
        }
        catch (WsManFaultException fault) when (fault.Code == WsManCodes.TimedOut)
        {
            // Nothing to say within the operation time-out: ask again (MS-WSMV §3.1.4.14). A command that waits for the session key to
            // write a secret is silent too; what it waits for was asked on the shell's own stream.
            if (command != Guid.Empty && !pool.CanSendSecrets) await LookAtShellAsync(pool, cancellationToken);
            await PauseAsync(asked, cancellationToken);
            return false;
        }
        var (chunks, done) = WsManResponse.ReadStreams(answer);
        if (chunks.Count == 0 && !done) await PauseAsync(asked, cancellationToken);
        foreach (var chunk in chunks) pool.Accept(chunk);
        while (pool.Replies.TryDequeue(out var reply)) await SendAsync(Guid.Empty, [reply], cancellationToken);
        return done;
    }

    private async Task PauseAsync(long asked, CancellationToken cancellationToken)
    {
        var pause = (connection.OperationTimeout < LeastPause ? connection.OperationTimeout : LeastPause) - connection.Clock.GetElapsedTime(asked);
        if (pause > TimeSpan.Zero) await Task.Delay(pause, connection.Clock, cancellationToken);
    }

    private async Task LookAtShellAsync(ClientPool pool, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await PostAsync(requests.Receive(Shell, Guid.Empty, TimeSpan.FromSeconds(1)), cancellationToken);
            foreach (var chunk in WsManResponse.ReadStreams(answer).Chunks) pool.Accept(chunk);
        }
        catch (WsManFaultException fault) when (fault.Code == WsManCodes.TimedOut)
        {
            return;
        }
        while (pool.Replies.TryDequeue(out var reply)) await SendAsync(Guid.Empty, [reply], cancellationToken);
        // Takes the key the server answers with.
        if (pool.AwaitsKey) await LookAtShellAsync(pool, cancellationToken);
    }

    private async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        // The peer answers within the operation time-out; what is longer is a peer that is gone.
        using var late = new CancellationTokenSource(connection.OperationTimeout + TimeSpan.FromSeconds(30), connection.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        SoapDocument answer;
        try
        {
            answer = await channel.PostAsync(envelope, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemotingUnreachableException($"{connection.Uri} did not answer in time.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new RemotingUnreachableException($"{connection.Uri} cannot be reached: {e.Message}", e);
        }
        return WsManResponse.ReadFault(answer) is { } fault ? throw fault : answer;
    }
}
