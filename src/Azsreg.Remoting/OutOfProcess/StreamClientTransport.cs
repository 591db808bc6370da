using Azsreg.Remoting.Client;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.OutOfProcess;

/// <summary>A session over two streams: one loop reads what the peer sends, the others wait for what it changes.</summary>
internal sealed class StreamClientTransport(Stream input, Stream output, string peer, TimeProvider clock) : IRemotingTransport
{
    private const int MaxLine = 4 * 1024 * 1024;

    private readonly PacketWriter writer = new(output);
    private readonly CancellationTokenSource ending = new();
    private readonly Lock gate = new();
    private readonly Dictionary<(PacketKind, Guid), int> owed = [];
    private TaskCompletionSource changed = NewSignal();
    private Exception? failure;
    private Task reading = Task.CompletedTask;

    public async Task OpenAsync(ClientPool pool, CancellationToken cancellationToken)
    {
        reading = ReadAsync(pool);
        await SendDataAsync(Guid.Empty, pool.Open(), cancellationToken);
        await UntilAsync(() => pool.State is PoolState.Opened or PoolState.Broken or PoolState.Closed, cancellationToken);
        if (pool.State != PoolState.Opened)
            throw new RemotingException($"{peer} closed the session while it was opened: " + (pool.Failure?.Message ?? pool.State.ToString()));
    }

    public async Task ExchangeKeyAsync(ClientPool pool, IReadOnlyList<byte[]> publicKey, CancellationToken cancellationToken)
    {
        foreach (var fragment in publicKey) await SendDataAsync(Guid.Empty, fragment, cancellationToken);
        await UntilAsync(() => pool.CanSendSecrets, cancellationToken);
    }

    public async Task RunAsync(
        ClientPool pool, ClientPipeline pipeline, IReadOnlyList<byte[]> create, IReadOnlyList<byte[]> input, CancellationToken cancellationToken)
    {
        await ExchangeAsync(new Packet(PacketKind.Command, pipeline.Id), PacketKind.CommandAck, cancellationToken);
        foreach (var fragment in create.Concat(input)) await SendDataAsync(pipeline.Id, fragment, cancellationToken);
        await UntilAsync(() => pipeline.IsFinished, cancellationToken);
        await ExchangeAsync(new Packet(PacketKind.Close, pipeline.Id), PacketKind.CloseAck, cancellationToken);
    }

    public async Task StopAsync(ClientPool pool, ClientPipeline pipeline, CancellationToken cancellationToken)
    {
        // The signal's ack may come behind the ack of Close, so it is the pipeline's state that says it has stopped.
        await writer.WriteAsync(new Packet(PacketKind.Signal, pipeline.Id), cancellationToken);
        await UntilAsync(() => pipeline.IsFinished, cancellationToken);
        await ExchangeAsync(new Packet(PacketKind.Close, pipeline.Id), PacketKind.CloseAck, cancellationToken);
    }

    public async Task CloseAsync(ClientPool pool, CancellationToken cancellationToken)
    {
        if (pool.State == PoolState.Opened && failure is null)
            await ExchangeAsync(new Packet(PacketKind.Close, Guid.Empty), PacketKind.CloseAck, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        try
        {
            await reading.WaitAsync(TimeSpan.FromSeconds(1), clock);
        }
        catch (TimeoutException)
        {
            // Reading from a process's pipe cannot be interrupted; it ends with the process.
            return;
        }
        writer.Dispose();
        ending.Dispose();
    }

    private async Task ReadAsync(ClientPool pool)
    {
        Exception end = new RemotingUnreachableException($"{peer} ended the connection.");
        try
        {
            await foreach (var packet in new PacketReader(input, MaxLine).ReadAllAsync(ending.Token))
            {
                if (packet.Kind == PacketKind.Data)
                {
                    pool.Accept(packet.Data);
                    while (pool.Replies.TryDequeue(out var reply)) await writer.WriteAsync(new Packet(PacketKind.Data, Guid.Empty, reply), ending.Token);
                    if (pool.Find(packet.Pipeline) is { } pipeline)
                    {
                        while (pipeline.Replies.TryDequeue(out var reply))
                            await writer.WriteAsync(new Packet(PacketKind.Data, pipeline.Id, reply, "PromptResponse"), ending.Token);
                    }
                }
                Changed(packet);
            }
        }
        catch (RemotingException e)
        {
            end = e;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            end = new RemotingUnreachableException($"{peer} ended the connection: {e.Message}", e);
        }
        lock (gate)
        {
            failure = end;
            changed.TrySetResult();
        }
    }

    private void Changed(Packet packet)
    {
        lock (gate)
        {
            if (owed.TryGetValue((packet.Kind, packet.Pipeline), out var count))
            {
                if (count == 1) owed.Remove((packet.Kind, packet.Pipeline));
                else owed[(packet.Kind, packet.Pipeline)] = count - 1;
            }
            changed.TrySetResult();
            changed = NewSignal();
        }
    }

    /// <summary>A genuine server hands each line to its thread pool: only the ack says that the next may follow.</summary>
    private Task SendDataAsync(Guid pipeline, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        ExchangeAsync(new Packet(PacketKind.Data, pipeline, data), PacketKind.DataAck, cancellationToken);

    private async Task ExchangeAsync(Packet packet, PacketKind ack, CancellationToken cancellationToken)
    {
        lock (gate) owed[(ack, packet.Pipeline)] = owed.GetValueOrDefault((ack, packet.Pipeline)) + 1;
        try
        {
            await writer.WriteAsync(packet, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new RemotingUnreachableException($"{peer} ended the connection: {e.Message}", e);
        }
        await UntilAsync(() => !owed.ContainsKey((ack, packet.Pipeline)), cancellationToken);
    }

    private async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (condition()) return;
                if (failure is RemotingProtocolException) throw new RemotingProtocolException(failure.Message, failure);
                if (failure is not null) throw new RemotingUnreachableException(failure.Message, failure);
                next = changed.Task;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
