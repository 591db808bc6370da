using Azsreg.Remoting.Server;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.WsMan;

/// <summary>A shell of the service: one session, its pool and the output that waits for its client.</summary>
internal sealed class WsManShell : IServerSink, IAsyncDisposable
{
    /// <summary>Commands whose client has not said Terminate; a client that never does has long forgotten the oldest.</summary>
    private const int MaxCommands = 64;

    private readonly OutputQueue poolOutput;
    private readonly Dictionary<Guid, OutputQueue> commands = [];
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly int maxWaiting;
    private readonly OutputBudget budget;
    private int requests;
    private long lastUsed;

    public WsManShell(
        string shellId, string configuration, TimeSpan idleTimeout, int maxFragment, ServerSessionInfo session, RemotingServerOptions options, OutputBudget budget,
        ILogger logger)
    {
        ShellId = shellId;
        Configuration = configuration;
        IdleTimeout = idleTimeout;
        clock = options.Clock;
        maxWaiting = options.MaxWaitingOutput;
        this.budget = budget;
        poolOutput = new OutputQueue(maxWaiting, budget);
        lastUsed = clock.GetTimestamp();
        Pool = new ServerPool(session, this, maxFragment, options.MaxMessageSize, options.Transcript, logger);
    }

    public string ShellId { get; }

    public string Configuration { get; }

    public TimeSpan IdleTimeout { get; }

    public ServerPool Pool { get; }

    public bool IsInUse => Volatile.Read(ref requests) > 0;

    public bool IsIdle => !IsInUse && clock.GetElapsedTime(Volatile.Read(ref lastUsed)) > IdleTimeout;

    /// <summary>A request of the client is under way as long as the result lives: the shell is not idle then.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref requests);
        return new Usage(this);
    }

    public void BeginCommand(Guid command)
    {
        lock (gate)
        {
            if (commands.Count == MaxCommands) throw WsManFault.TooManyCommands();
            if (!commands.TryAdd(command, new OutputQueue(maxWaiting, budget))) throw WsManFault.Invalid("The command identifier is in use.");
        }
    }

    /// <exception cref="WsManFault">There is no such command.</exception>
    public OutputQueue Output(Guid? command)
    {
        if (command is not { } id) return poolOutput;
        lock (gate) return commands.GetValueOrDefault(id) ?? throw WsManFault.UnknownCommand();
    }

    public void EndCommand(Guid command)
    {
        OutputQueue? queue;
        lock (gate) commands.Remove(command, out queue);
        queue?.Abort();
        Pool.Stop(command);
    }

    public void SendToPool(byte[] fragment) => poolOutput.TryAdd(fragment, isFinal: false);

    public bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal)
    {
        OutputQueue? queue;
        lock (gate) queue = commands.GetValueOrDefault(pipeline);
        return queue is null || queue.TryAdd(fragment, isFinal);
    }

    public async ValueTask DisposeAsync()
    {
        var closing = Pool.CloseAsync();
        List<OutputQueue> queues;
        lock (gate) queues = [poolOutput, .. commands.Values];
        foreach (var queue in queues) queue.Abort();
        await closing;
        await Pool.DisposeAsync();
    }

    private sealed class Usage(WsManShell shell) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref shell.lastUsed, shell.clock.GetTimestamp());
            Interlocked.Decrement(ref shell.requests);
        }
    }
}
