using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Client;

/// <summary>
/// The client's side of a runspace pool (MS-PSRP §3.1), without I/O: it makes the fragments to send and is given those received.
/// </summary>
internal sealed class ClientPool : IDisposable
{
    private readonly TimeProvider clock;
    private readonly FragmentWriter writer;
    private readonly FragmentReader reader;
    private readonly Version highest;
    private readonly Dictionary<Guid, ClientPipeline> pipelines = [];
    private readonly Lock gate = new();
    private SecureTextCodec? secrets;
    private ClientKeyExchange? keyExchange;

    public ClientPool(TimeProvider clock, int maxFragment, int maxMessage, Version? highest = null)
    {
        this.clock = clock;
        this.highest = highest ?? ProtocolVersions.Highest;
        writer = new FragmentWriter(maxFragment);
        reader = new FragmentReader(maxMessage);
        Id = Guid.CreateVersion7(clock.GetUtcNow());
    }

    public Guid Id { get; }

    public PoolState State { get; private set; } = PoolState.BeforeOpen;

    /// <summary>The version both sides speak; set by the peer's session capability.</summary>
    public Version? Version { get; private set; }

    /// <summary>What the server tells of itself (version table and more).</summary>
    public RemoteObject? PrivateData { get; private set; }

    /// <summary>The error a broken pool was closed with.</summary>
    public RemoteError? Failure { get; private set; }

    public bool CanSendSecrets => secrets is not null;

    /// <summary>True while the session key was asked for and has not come.</summary>
    public bool AwaitsKey => keyExchange is not null && secrets is null;

    /// <summary>Fragments for the pool that a received message calls for.</summary>
    public Queue<byte[]> Replies { get; } = new();

    /// <summary>Session capability and INIT_RUNSPACEPOOL, one behind the other: they travel in one piece.</summary>
    public byte[] Open()
    {
        State = PoolState.NegotiationSent;
        var init = ProtocolObjects.Bag();
        init["MinRunspaces"] = 1;
        init["MaxRunspaces"] = 1;
        init["PSThreadOptions"] = ProtocolObjects.Choice("System.Management.Automation.Runspaces.PSThreadOptions", "Default", 0);
        init["ApartmentState"] = ProtocolObjects.Choice("System.Threading.ApartmentState", "Unknown", 2);
        init["HostInfo"] = ProtocolObjects.NullHost(useRunspaceHost: false);
        init["ApplicationArguments"] = null;
        return
        [
            .. Encode(MessageType.SessionCapability, Guid.Empty, ProtocolObjects.SessionCapability(highest)).SelectMany(f => f),
            .. Encode(MessageType.InitRunspacePool, Guid.Empty, ClixmlWriter.Write(init)).SelectMany(f => f),
        ];
    }

    /// <summary>Starts a pipeline; the fragments are its CREATE_PIPELINE message.</summary>
    public (ClientPipeline Pipeline, IReadOnlyList<byte[]> Fragments) Start(
        IReadOnlyList<RemoteCommand> commands, RemoteStreams? streams, bool hasInput, Guid? id = null)
    {
        if (State != PoolState.Opened) throw new RemotingException($"The session is not open ({State}).", Failure is null ? null : new RemotingException(Failure.Message));
        var pipeline = new ClientPipeline(this, id ?? Guid.CreateVersion7(clock.GetUtcNow()), streams);
        var fragments = Encode(MessageType.CreatePipeline, pipeline.Id, CreatePipelineMessage.Write(commands, hasInput, secrets));
        lock (gate) pipelines.Add(pipeline.Id, pipeline);
        return (pipeline, fragments);
    }

    /// <summary>A whole pipeline input: every object, then the end.</summary>
    public IReadOnlyList<byte[]> Input(ClientPipeline pipeline, IEnumerable<object?> objects) =>
    [
        .. objects.SelectMany(item => Encode(MessageType.PipelineInput, pipeline.Id, ClixmlWriter.Write(item, secrets))),
        .. Encode(MessageType.EndOfPipelineInput, pipeline.Id, ""),
    ];

    public ClientPipeline? Find(Guid id)
    {
        lock (gate) return pipelines.GetValueOrDefault(id);
    }

    public void Forget(ClientPipeline pipeline)
    {
        lock (gate) pipelines.Remove(pipeline.Id);
    }

    /// <summary>Begins the session key exchange; null if the version in use needs none or it is done.</summary>
    public IReadOnlyList<byte[]>? BeginKeyExchange()
    {
        if (secrets is not null || keyExchange is not null) return null;
        keyExchange = new ClientKeyExchange();
        return Encode(MessageType.PublicKey, Guid.Empty, keyExchange.PublicKeyMessage());
    }

    /// <summary>Takes fragments from the peer, for the pool or for a pipeline.</summary>
    /// <exception cref="RemotingProtocolException">The peer broke the protocol; the pool cannot be used any more.</exception>
    public void Accept(ReadOnlyMemory<byte> fragments)
    {
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

    public void Closed() => State = PoolState.Closed;

    public void Dispose() => keyExchange?.Dispose();

    internal IReadOnlyList<byte[]> Encode(MessageType type, Guid pipeline, string clixml) =>
        writer.Write(RemotingMessage.Create(MessageDestination.Server, type, Id, pipeline, clixml));

    internal object? Read(in RemotingMessage message) => ClixmlReader.Read(message.Body, secrets);

    private void Accept(in RemotingMessage message)
    {
        if (message.PipelineId != Guid.Empty)
        {
            // What a stopped pipeline still had on its way has nobody to go to.
            Find(message.PipelineId)?.Accept(message);
            return;
        }
        switch (message.Type)
        {
            case MessageType.SessionCapability:
                if (State != PoolState.NegotiationSent) throw new RemotingProtocolException("The session capability came at the wrong time.");
                var version = ProtocolObjects.ReadSessionCapability(Read(message));
                if (version.Major != ProtocolVersions.Lowest.Major || version > highest)
                    throw new RemotingProtocolException($"The peer speaks protocol {version}; this client speaks {ProtocolVersions.Lowest} to {highest}.");
                Version = version;
                if (version > ProtocolVersions.WithSessionKey) secrets = PlainSecureTextCodec.Instance;
                State = PoolState.NegotiationSucceeded;
                break;
            case MessageType.ApplicationPrivateData:
                PrivateData = (Read(message) as RemoteObject)?["ApplicationPrivateData"] as RemoteObject;
                break;
            case MessageType.RunspacePoolState: Changed(Read(message)); break;
            case MessageType.EncryptedSessionKey:
                if (keyExchange is null) throw new RemotingProtocolException("The peer sent a session key nobody asked for.");
                secrets = keyExchange.Complete(Read(message));
                keyExchange.Dispose();
                break;
            case MessageType.PublicKeyRequest:
                foreach (var fragment in BeginKeyExchange() ?? []) Replies.Enqueue(fragment);
                break;
            case MessageType.PipelineState:
                // A genuine server with a start-up script (a job's) tells the end of pipelines of its own, which have no id.
                break;
            case MessageType.RunspacePoolHostCall:
                if (HostCallRefusal.Write(Read(message)) is { } refusal)
                    foreach (var fragment in Encode(MessageType.RunspacePoolHostResponse, Guid.Empty, refusal)) Replies.Enqueue(fragment);
                break;
            case MessageType.RunspaceAvailability or MessageType.UserEvent or MessageType.RunspacePoolInitData:
                break;
            default: throw new RemotingProtocolException($"A message of type 0x{(uint)message.Type:X8} does not belong to a pool of a client.");
        }
    }

    private void Changed(object? body)
    {
        var state = ProtocolObjects.ReadState<PoolState>(body, "RunspaceState");
        if (state == PoolState.Opened && Version is null) throw new RemotingProtocolException("The peer opened the pool before it told its version.");
        if (((RemoteObject)body!)["ExceptionAsErrorRecord"] is { } error) Failure = ErrorRecordClixml.FromRemoteObject(error);
        State = state;
    }
}
