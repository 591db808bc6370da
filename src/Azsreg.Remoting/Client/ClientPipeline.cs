using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Client;

/// <summary>One running pipeline of a client, without I/O: it is told the messages that come in and keeps what they say.</summary>
internal sealed class ClientPipeline(ClientPool pool, Guid id, RemoteStreams? streams)
{
    private readonly List<object?> output = [];
    private readonly List<RemoteError> errors = [];
    private readonly List<string> warnings = [];
    private readonly List<string> verbose = [];
    private readonly List<string> debug = [];
    private readonly List<RemoteInformation> information = [];

    public Guid Id { get; } = id;

    public PipelineState State { get; private set; } = PipelineState.Running;

    public bool IsFinished => State is PipelineState.Completed or PipelineState.Failed or PipelineState.Stopped;

    /// <summary>What has to be sent back because of a message, as fragments; empty most of the time.</summary>
    public Queue<byte[]> Replies { get; } = new();

    public RemoteResult ToResult() => new()
    {
        Output = output,
        Errors = errors,
        Warnings = warnings,
        Verbose = verbose,
        Debug = debug,
        Information = information,
        HadTerminatingError = State == PipelineState.Failed,
    };

    public void Accept(in RemotingMessage message)
    {
        if (IsFinished) throw new RemotingProtocolException("The peer sent more after the end of a pipeline.");
        var body = pool.Read(message);
        switch (message.Type)
        {
            case MessageType.PipelineOutput: Add(output, body, streams?.Output); break;
            case MessageType.ErrorRecord: Add(errors, ErrorRecordClixml.FromRemoteObject(body), streams?.Error); break;
            case MessageType.WarningRecord: Add(warnings, TextOf(body), streams?.Warning); break;
            case MessageType.VerboseRecord: Add(verbose, TextOf(body), streams?.Verbose); break;
            case MessageType.DebugRecord: Add(debug, TextOf(body), streams?.Debug); break;
            case MessageType.InformationRecord: Add(information, RemoteInformation.FromRemoteObject(body), streams?.Information); break;
            case MessageType.ProgressRecord: streams?.Progress?.Invoke(RemoteProgress.FromRemoteObject(body)); break;
            case MessageType.PipelineHostCall:
                if (HostCallRefusal.Write(body) is { } refusal)
                    foreach (var fragment in pool.Encode(MessageType.PipelineHostResponse, Id, refusal)) Replies.Enqueue(fragment);
                break;
            case MessageType.PipelineState: Changed(body); break;
            default: throw new RemotingProtocolException($"A message of type 0x{(uint)message.Type:X8} does not belong to a pipeline of a client.");
        }
    }

    private void Changed(object? body)
    {
        State = ProtocolObjects.ReadState<PipelineState>(body, "PipelineState");
        if (State is PipelineState.Failed && ((RemoteObject)body!)["ExceptionAsErrorRecord"] is { } error)
            Add(errors, ErrorRecordClixml.FromRemoteObject(error), streams?.Error);
    }

    /// <summary>The text of an informational record (MS-PSRP §2.2.3.16).</summary>
    private static string TextOf(object? body) =>
        (body as RemoteObject)?.GetString("InformationalRecord_Message") ?? RemoteObject.TextOf(body) ?? "";

    private static void Add<T>(List<T> list, T item, Action<T>? callback)
    {
        list.Add(item);
        callback?.Invoke(item);
    }
}
