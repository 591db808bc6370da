using System.IO.Pipelines;
using System.Text;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>The server of the framing behind pipes, and a peer that sends raw lines and watches what comes back.</summary>
internal sealed class StreamPeer : IAsyncDisposable
{
    private readonly Pipe toServer = new();
    private readonly Pipe toClient = new();
    private readonly Task server;
    private readonly Task watching;
    private readonly Lock gate = new();
    private readonly List<Packet> received = [];
    private readonly List<int> poolStates = [];
    private readonly HashSet<Guid> started = [];
    private readonly HashSet<Guid> ended = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamPeer(ConstrainedEndpoint endpoint)
    {
        var output = toClient.Writer.AsStream();
        server = RunAsync();
        watching = WatchAsync();

        async Task RunAsync()
        {
            try
            {
                await OutOfProcessServer.RunAsync(toServer.Reader.AsStream(), output, endpoint, new RemoteIdentity("tester"));
            }
            catch (RemotingProtocolException e)
            {
                Failure = e;
            }
            await output.DisposeAsync();
        }
    }

    public Exception? Failure { get; private set; }

    public async Task SendLineAsync(string line) => await toServer.Writer.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"));

    public Task AckedAsync(Packet packet)
    {
        if (packet.Kind is PacketKind.DataAck or PacketKind.CommandAck or PacketKind.CloseAck or PacketKind.SignalAck) return Task.CompletedTask;
        var ack = Enum.Parse<PacketKind>(packet.Kind + "Ack");
        if (packet.Kind == PacketKind.Command) lock (gate) started.Add(packet.Pipeline);
        return UntilAsync(() => received.Exists(item => item.Kind == ack && item.Pipeline == packet.Pipeline));
    }

    public Task PipelinesEndedAsync() => UntilAsync(() => started.IsSubsetOf(ended));

    /// <summary>Until the server has said its last.</summary>
    public Task EndedAsync() => watching.WaitAsync(TimeSpan.FromMinutes(1));

    public Task PoolOpenedAsync() => UntilAsync(() => poolStates.Contains((int)PoolState.Opened));

    public async ValueTask DisposeAsync()
    {
        await toServer.Writer.CompleteAsync();
        await server;
        await watching;
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (condition() || watching.IsCompleted) return;
                next = changed.Task;
            }
            await Task.WhenAny(next, watching).WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private async Task WatchAsync()
    {
        var fragments = new FragmentReader(64 * 1024 * 1024);
        await foreach (var packet in new PacketReader(toClient.Reader.AsStream(), 1 << 20).ReadAllAsync(default))
        {
            lock (gate)
            {
                received.Add(packet);
                foreach (var message in packet.Kind == PacketKind.Data ? fragments.Read(packet.Data) : [])
                {
                    if (message.Type == MessageType.PipelineState) ended.Add(message.PipelineId);
                    if (message.Type == MessageType.RunspacePoolState)
                        poolStates.Add(ProtocolObjects.ReadInt(ClixmlReader.Read(message.Body), "RunspaceState"));
                }
                changed.TrySetResult();
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
