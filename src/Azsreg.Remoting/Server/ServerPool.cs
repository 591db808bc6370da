using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.Server;

/// <summary>
/// The server's side of a runspace pool (MS-PSRP §3.2), without I/O: it is given the client's fragments and hands its own to a sink.
/// </summary>
internal sealed partial class ServerPool : IAsyncDisposable
{
    private const int MaxPipelines = 32;
    private const int MaxConcurrentRunspaces = 8;
    private static readonly TimeSpan KeyTimeout = TimeSpan.FromMinutes(3);

    private readonly IServerSink sink;
    private readonly ILogger logger;
    private readonly ITranscript? transcript;
    private readonly FragmentReader reader;
    private readonly FragmentWriter writer;
    private readonly Lock gate = new();
    private readonly Lock sending = new();
    private readonly Dictionary<Guid, ServerPipeline> pipelines = [];
    private readonly SemaphoreSlim runspaces = new(0, MaxConcurrentRunspaces);
    private readonly TaskCompletionSource keyExchanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SecureTextCodec? secrets;
    private bool keyRequested;
    private Guid poolId;
    private int minRunspaces = 1;
    private int maxRunspaces = 1;

    public ServerPool(ServerSessionInfo session, IServerSink sink, int maxFragment, int maxMessage, ITranscript? transcript, ILogger logger)
    {
        Session = session;
        this.sink = sink;
        this.transcript = transcript;
        this.logger = logger;
        reader = new FragmentReader(maxMessage);
        writer = new FragmentWriter(maxFragment);
        Transcribe(TranscriptKind.SessionOpened, session.Identity.UserName);
    }

    public ServerSessionInfo Session { get; }

    public PoolState State { get; private set; } = PoolState.BeforeOpen;

    /// <summary>The client's host as INIT_RUNSPACEPOOL describes it.</summary>
    public RemoteObject? Host { get; private set; }

    private Version Version { get; set; } = ProtocolVersions.Highest;

    /// <summary>Takes fragments from the client.</summary>
    /// <exception cref="RemotingProtocolException">The client broke the protocol; the session cannot go on.</exception>
    public void Accept(ReadOnlyMemory<byte> fragments)
    {
        lock (gate)
        {
            if (State is PoolState.Closed or PoolState.Broken) return;
            try
            {
                foreach (var message in reader.Read(fragments)) Accept(message);
            }
            catch (RemotingProtocolException)
            {
                State = PoolState.Broken;
                throw;
            }
        }
    }

    /// <summary>Stops a pipeline; one that is not there has ended already.</summary>
    public void Stop(Guid pipeline) => Find(pipeline)?.Stop();

    public bool IsRunning(Guid pipeline) => Find(pipeline) is not null;

    /// <summary>Tells the client that the pool closes (MS-PSRP §3.2.5.3.4 as genuine servers do: closing, then closed) and stops what runs.</summary>
    public async Task CloseAsync()
    {
        List<ServerPipeline> running;
        lock (gate)
        {
            if (State == PoolState.Closed) return;
            if (State == PoolState.Opened)
            {
                SendState(PoolState.Closing);
                SendState(PoolState.Closed);
            }
            State = PoolState.Closed;
            running = [.. pipelines.Values];
        }
        foreach (var pipeline in running) pipeline.Stop();
        await Task.WhenAll(running.Select(pipeline => pipeline.Completion));
        await Session.Jobs.CloseAsync();
        Transcribe(TranscriptKind.SessionClosed, Session.Identity.UserName);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        runspaces.Dispose();
    }

    internal void Transcribe(TranscriptKind kind, string text) =>
        transcript?.Write(new TranscriptEntry(Session.Id, Session.Identity, Session.Clock.GetUtcNow(), kind, text));

    /// <summary>A failure is told to the client even if the transcript cannot take it: nothing more runs in this pipeline.</summary>
    internal void TranscribeFailure(RemoteError error)
    {
        try
        {
            Transcribe(TranscriptKind.Error, $"{error.Message} ({error.FullyQualifiedErrorId})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            LogTranscriptBroke(e);
        }
    }

    /// <exception cref="ArgumentException">The value has no form on the wire.</exception>
    internal string Write(object value) => ClixmlWriter.Write(value, secrets);

    internal bool CanWriteSecrets => secrets is not null;

    /// <summary>Asks the client for its public key (MS-PSRP §3.2.5.4.3) and waits until the session key is exchanged.</summary>
    /// <exception cref="TimeoutException">The client does not answer.</exception>
    internal async Task RequestKeyAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (!keyRequested) SendToPool(MessageType.PublicKeyRequest, poolId, "<S></S>");
            keyRequested = true;
        }
        await keyExchanged.Task.WaitAsync(KeyTimeout, Session.Clock, cancellationToken);
    }

    internal bool Send(ServerPipeline pipeline, MessageType type, string clixml, bool isFinal = false)
    {
        lock (sending)
        {
            var fragments = writer.Write(RemotingMessage.Create(MessageDestination.Client, type, poolId, pipeline.Id, clixml));
            for (var i = 0; i < fragments.Count; i++)
                if (!sink.TrySendToPipeline(pipeline.Id, fragments[i], isFinal && i == fragments.Count - 1)) return false;
            return true;
        }
    }

    internal void Finish(ServerPipeline pipeline, PipelineState state, RemoteError? failure)
    {
        lock (gate) pipelines.Remove(pipeline.Id);
        string clixml;
        try
        {
            clixml = Write(StateBody(state, failure));
        }
        catch (ArgumentException e) when (failure?.TargetObject is not null)
        {
            // A command may hang anything on its error; the client must hear of the end nevertheless.
            LogCommandBroke(e, pipeline.Id);
            clixml = Write(StateBody(state, failure with { TargetObject = null }));
        }
        Send(pipeline, MessageType.PipelineState, clixml, isFinal: true);
    }

    private static RemoteObject StateBody(PipelineState state, RemoteError? failure)
    {
        var body = ProtocolObjects.Bag();
        body["PipelineState"] = (int)state;
        if (failure is not null) body["ExceptionAsErrorRecord"] = ErrorRecordClixml.ToRemoteObject(failure);
        return body;
    }

    /// <summary>Waits for a free runspace of the pool: a client that asked for one runs one pipeline at a time.</summary>
    internal async Task<IDisposable> EnterRunspaceAsync(CancellationToken cancellationToken)
    {
        await runspaces.WaitAsync(cancellationToken);
        return new Runspace(runspaces);
    }

    private ServerPipeline? Find(Guid id)
    {
        lock (gate) return pipelines.GetValueOrDefault(id);
    }

    private void Accept(in RemotingMessage message)
    {
        if (State == PoolState.BeforeOpen && message.Type != MessageType.SessionCapability)
            throw new RemotingProtocolException("The first message was not the session capability.");
        switch (message.Type)
        {
            case MessageType.SessionCapability: Negotiate(message); break;
            case MessageType.InitRunspacePool: Open(message); break;
            case MessageType.PublicKey: ExchangeKey(message); break;
            case MessageType.SetMaxRunspaces or MessageType.SetMinRunspaces or MessageType.GetAvailableRunspaces or MessageType.ResetRunspaceState:
                Availability(message);
                break;
            case MessageType.CreatePipeline or MessageType.GetCommandMetadata: Start(message); break;
            case MessageType.PipelineInput: pipelines.GetValueOrDefault(message.PipelineId)?.AddInput(ClixmlReader.Read(message.Body, secrets), message.Body.Length); break;
            case MessageType.EndOfPipelineInput: pipelines.GetValueOrDefault(message.PipelineId)?.EndInput(); break;
            case MessageType.RunspacePoolHostResponse or MessageType.PipelineHostResponse:
                // Only calls without an answer are made, so nobody waits for one.
                break;
            default: throw new RemotingProtocolException($"A message of type 0x{(uint)message.Type:X8} does not belong to a server.");
        }
    }

    private void Negotiate(in RemotingMessage message)
    {
        if (State != PoolState.BeforeOpen) throw new RemotingProtocolException("The session capability came twice.");
        var asked = ProtocolObjects.ReadSessionCapability(ClixmlReader.Read(message.Body));
        var agreed = ProtocolVersions.Negotiate(asked);
        // A client of another major version gets our capability, as from a genuine server, and ends by itself.
        SendToPool(MessageType.SessionCapability, Guid.Empty, ProtocolObjects.SessionCapability(agreed ?? ProtocolVersions.Highest));
        if (agreed is null)
        {
            State = PoolState.Broken;
            return;
        }
        Version = agreed;
        if (agreed > ProtocolVersions.WithSessionKey) secrets = PlainSecureTextCodec.Instance;
        State = PoolState.NegotiationSucceeded;
    }

    private void Open(in RemotingMessage message)
    {
        if (State == PoolState.Broken) return;
        if (State != PoolState.NegotiationSucceeded) throw new RemotingProtocolException("INIT_RUNSPACEPOOL came at the wrong time.");
        var body = ClixmlReader.Read(message.Body, secrets);
        minRunspaces = Math.Clamp(ProtocolObjects.ReadInt(body, "MinRunspaces"), 1, MaxConcurrentRunspaces);
        maxRunspaces = Math.Clamp(ProtocolObjects.ReadInt(body, "MaxRunspaces"), minRunspaces, MaxConcurrentRunspaces);
        runspaces.Release(maxRunspaces);
        Host = ((RemoteObject)body!)["HostInfo"] as RemoteObject;
        poolId = message.PoolId;
        var data = ProtocolObjects.Bag();
        data["ApplicationPrivateData"] = PrivateData();
        SendToPool(MessageType.ApplicationPrivateData, poolId, ClixmlWriter.Write(data));
        State = PoolState.Opened;
        SendState(PoolState.Opened);
    }

    /// <summary>Without the debugger's keys: a client that finds them runs hidden commands a constrained session does not have.</summary>
    private RemoteObject PrivateData() => ProtocolObjects.PrimitiveDictionary(new()
    {
        ["PSVersionTable"] = ProtocolObjects.PrimitiveDictionary(new()
        {
            ["PSVersion"] = new Version(5, 1, 0, 0),
            ["PSCompatibleVersions"] = new Version[] { new(1, 0), new(2, 0), new(3, 0), new(4, 0), new(5, 0), new(5, 1) },
            ["PSRemotingProtocolVersion"] = Version,
            ["SerializationVersion"] = ProtocolVersions.Serialization,
            ["WSManStackVersion"] = new Version(3, 0),
        }),
    });

    private void ExchangeKey(in RemotingMessage message)
    {
        RequireOpen();
        var (answer, codec) = ServerKeyExchange.Answer(ClixmlReader.Read(message.Body));
        // A genuine server sends the key with an empty pool id.
        SendToPool(MessageType.EncryptedSessionKey, Guid.Empty, answer);
        if (Version <= ProtocolVersions.WithSessionKey) secrets = codec;
        keyExchanged.TrySetResult();
    }

    private void Availability(in RemotingMessage message)
    {
        RequireOpen();
        if (ClixmlReader.Read(message.Body, secrets) is not RemoteObject body || body["CI"] is not long callId)
            throw new RemotingProtocolException("A message about runspaces has no call id.");
        object response = true;
        switch (message.Type)
        {
            case MessageType.SetMaxRunspaces:
                var max = ProtocolObjects.ReadInt(body, "MaxRunspaces");
                response = max >= minRunspaces && max <= MaxConcurrentRunspaces;
                // Runspaces are only ever added: taking one away would have to wait for the pipeline in it.
                if (response is true && max > maxRunspaces) runspaces.Release(max - maxRunspaces);
                if (response is true) maxRunspaces = Math.Max(max, maxRunspaces);
                break;
            case MessageType.SetMinRunspaces:
                var min = ProtocolObjects.ReadInt(body, "MinRunspaces");
                response = min >= 1 && min <= maxRunspaces;
                if (response is true) minRunspaces = min;
                break;
            case MessageType.GetAvailableRunspaces:
                response = runspaces.CurrentCount;
                break;
            default:
                Session.State.Clear();
                break;
        }
        var answer = ProtocolObjects.Bag();
        answer["SetMinMaxRunspacesResponse"] = response;
        answer["ci"] = callId;
        SendToPool(MessageType.RunspaceAvailability, poolId, ClixmlWriter.Write(answer));
    }

    private void Start(in RemotingMessage message)
    {
        RequireOpen();
        if (message.PipelineId == Guid.Empty || pipelines.ContainsKey(message.PipelineId))
            throw new RemotingProtocolException("A pipeline has no id of its own.");
        if (pipelines.Count == MaxPipelines) throw new RemotingProtocolException("Too many pipelines are open.");
        var body = ClixmlReader.Read(message.Body, secrets);
        var request = message.Type == MessageType.CreatePipeline ? PipelineRequest.FromCreatePipeline(body) : PipelineRequest.FromCommandMetadata(body);
        var pipeline = new ServerPipeline(this, message.PipelineId, request);
        pipelines.Add(pipeline.Id, pipeline);
        pipeline.Start();
    }

    private void RequireOpen()
    {
        if (State != PoolState.Opened) throw new RemotingProtocolException($"A message came while the pool was {State}.");
    }

    private void SendState(PoolState state)
    {
        var body = ProtocolObjects.Bag();
        body["RunspaceState"] = (int)state;
        SendToPool(MessageType.RunspacePoolState, poolId, ClixmlWriter.Write(body));
    }

    private void SendToPool(MessageType type, Guid pool, string clixml)
    {
        lock (sending)
        {
            foreach (var fragment in writer.Write(RemotingMessage.Create(MessageDestination.Client, type, pool, Guid.Empty, clixml)))
                sink.SendToPool(fragment);
        }
    }

    private sealed class Runspace(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
