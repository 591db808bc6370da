using System.Diagnostics.CodeAnalysis;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>One pipeline of a session: collects its input, runs its commands, tells its state.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no parent, and a late Stop must not meet a disposed one.")]
internal sealed class ServerPipeline(ServerPool pool, Guid id, PipelineRequest request) : ICommandOutput
{
    /// <summary>Objects that may wait for a command, and their size on the wire; what commands here take is small.</summary>
    private const int MaxWaiting = 100_000;
    private const long MaxWaitingSize = 32 * 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly ObjectPipe input = new(MaxWaiting, MaxWaitingSize);
    private readonly Lock deferring = new();
    private List<(MessageType Type, Func<string> Clixml)>? deferred;
    private volatile bool isSecret;

    public Guid Id { get; } = id;

    public Task Completion { get; private set; } = Task.CompletedTask;

    public bool HasHost
    {
        get
        {
            var host = request.Host?["_useRunspaceHost"] is true ? pool.Host : request.Host;
            return host is not null && host["_isHostNull"] is false && host["_isHostUINull"] is false;
        }
    }

    public void Start()
    {
        if (!request.HasInput) input.Complete();
        Completion = RunAsync();
    }

    public void Stop() => stopping.Cancel();

    /// <exception cref="RemotingProtocolException">More input is waiting than a pipeline may have.</exception>
    public void AddInput(object? value, int size)
    {
        if (!input.TryWrite(value, size)) throw new RemotingProtocolException("A pipeline got too many input objects.");
    }

    public void EndInput() => input.Complete();

    private async Task RunAsync()
    {
        // The request that created the pipeline is answered before its commands begin.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        RemoteError? failure = null;
        var state = PipelineState.Completed;
        try
        {
            using (await pool.EnterRunspaceAsync(stopping.Token)) await ExecuteAsync();
            await SendDeferredAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            (state, failure) = (PipelineState.Stopped, BindingErrors.Stopped());
        }
        catch (CommandFailedException e)
        {
            (state, failure) = (PipelineState.Failed, e.Error);
            pool.TranscribeFailure(e.Error);
        }
#pragma warning disable CA1031 // The one place where whatever a command throws becomes its terminating error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            pool.LogCommandBroke(e, Id);
            (state, failure) = (PipelineState.Failed, BindingErrors.Unexpected());
        }
        input.Abandon();
        pool.Finish(this, state, failure);
    }

    private async Task ExecuteAsync()
    {
        if (request.Metadata is { } patterns)
        {
            var commands = CommandMetadata.Matching(pool.Session.Commands, patterns).ToList();
            WriteObject(CommandMetadata.Count(commands.Count));
            foreach (var command in commands) WriteObject(CommandMetadata.ForProxy(command));
            return;
        }
        // Every statement gets the whole input, so where there are several it has to be here first.
        IReadOnlyList<object?>? all = null;
        if (request.Statements.Count > 1) all = await input.CollectAsync(stopping.Token);
        foreach (var calls in request.Statements)
        {
            isSecret = false;
            await new StatementRun(pool, this, MaxWaiting).RunAsync(calls, all is null ? input : Filled(all), stopping.Token);
        }
    }

    private static ObjectPipe Filled(IReadOnlyList<object?> objects)
    {
        var pipe = new ObjectPipe(MaxWaiting, MaxWaitingSize);
        foreach (var item in objects) pipe.TryWrite(item);
        pipe.Complete();
        return pipe;
    }

    public void KeepSecret() => isSecret = true;

    public void CallHost(string clixml)
    {
        if (HasHost) Send(MessageType.PipelineHostCall, () => clixml);
    }

    public void WriteObject(object? value)
    {
        if (!isSecret) pool.Transcribe(TranscriptKind.Output, RemoteObject.TextOf(value) ?? "");
        if (!pool.CanWriteSecrets && Secrets.AreIn(value)) Defer();
        Send(MessageType.PipelineOutput, () => value is null ? "" : pool.Write(value));
    }

    public void WriteError(RemoteError error)
    {
        pool.Transcribe(TranscriptKind.Error, error.Message);
        Send(MessageType.ErrorRecord, () => pool.Write(error));
    }

    public void WriteWarning(string text) => Send(MessageType.WarningRecord, () => Informational("WarningRecord", text));

    public void WriteVerbose(string text) => Send(MessageType.VerboseRecord, () => Informational("VerboseRecord", text));

    public void WriteDebug(string text) => Send(MessageType.DebugRecord, () => Informational("DebugRecord", text));

    public void WriteProgress(RemoteProgress progress) => Send(MessageType.ProgressRecord, () => pool.Write(progress.ToRemoteObject()));

    public void WriteInformation(RemoteInformation information) =>
        Send(MessageType.InformationRecord, () => pool.Write(information.ToRemoteObject()));

    private void Send(MessageType type, Func<string> clixml)
    {
        stopping.Token.ThrowIfCancellationRequested();
        lock (deferring)
        {
            if (deferred is { } waiting)
            {
                if (waiting.Count == MaxWaiting) throw new CommandFailedException(NotFetched());
                waiting.Add((type, clixml));
                return;
            }
        }
        if (!pool.Send(this, type, Written(clixml))) throw new CommandFailedException(NotFetched());
    }

    /// <summary>What a client sent in may be nested more deeply than a client accepts.</summary>
    private static string Written(Func<string> clixml)
    {
        try
        {
            return clixml();
        }
        catch (ArgumentException e)
        {
            throw new CommandFailedException(new RemoteError("An object cannot be sent: " + e.Message, "ObjectCannotBeSent")
            {
                Category = RemoteErrorCategory.InvalidData,
                Reason = "PSArgumentException",
            });
        }
    }

    /// <summary>
    /// Up to protocol 2.3 a secret can be written only under the session key, which the client may have to be asked for first. Writing does
    /// not wait, so what is written from then on is kept until the command has ended.
    /// </summary>
    private void Defer()
    {
        lock (deferring) deferred ??= [];
    }

    private async Task SendDeferredAsync()
    {
        if (deferred is not { } waiting) return;
        try
        {
            await pool.RequestKeyAsync(stopping.Token);
        }
        catch (TimeoutException)
        {
            throw new CommandFailedException(new RemoteError("The client did not exchange the session key a secure string needs.", "SessionKeyMissing")
            {
                Category = RemoteErrorCategory.SecurityError,
                Reason = "PSRemotingDataStructureException",
            });
        }
        lock (deferring) deferred = null;
        foreach (var (type, clixml) in waiting) Send(type, clixml);
    }

    private static RemoteError NotFetched() => new("The client does not fetch the output; the command was ended.", "OutputNotFetched")
    {
        Category = RemoteErrorCategory.LimitsExceeded,
        Reason = "RuntimeException",
    };

    private static string Informational(string type, string text)
    {
        var record = new RemoteObject([$"System.Management.Automation.{type}", "System.Management.Automation.InformationalRecord", "System.Object"])
        {
            ["InformationalRecord_Message"] = text,
            ["InformationalRecord_SerializeInvocationInfo"] = false,
        };
        record.Text = text;
        return ClixmlWriter.Write(record);
    }
}
