using System.Diagnostics.CodeAnalysis;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>One pipeline of a session: collects its input, runs its commands, tells its state.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no parent, and a late Stop must not meet a disposed one.")]
internal sealed class ServerPipeline(ServerPool pool, Guid id, PipelineRequest request) : ICommandOutput
{
    /// <summary>Objects a client may send in; what commands here take is small.</summary>
    private const int MaxInput = 100_000;

    /// <summary>Bytes of their messages.</summary>
    private const int MaxInputBytes = 32 * 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly List<object?> input = [];
    private readonly TaskCompletionSource inputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock deferring = new();
    private List<(MessageType Type, Func<string> Clixml)>? deferred;
    private int inputBytes;
    private bool mergesErrors;
    private bool secretOutput;

    public Guid Id { get; } = id;

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        if (!request.HasInput) inputEnded.TrySetResult();
        Completion = RunAsync();
    }

    public void Stop() => stopping.Cancel();

    /// <param name="value">An input object.</param>
    /// <param name="size">Bytes of the message it came in.</param>
    public void AddInput(object? value, int size)
    {
        lock (input)
        {
            if (inputEnded.Task.IsCompleted) return;
            inputBytes += size;
            if (input.Count == MaxInput || inputBytes > MaxInputBytes) throw new RemotingProtocolException("A pipeline got too many input objects.");
            input.Add(value);
        }
    }

    public void EndInput() => inputEnded.TrySetResult();

    private async Task RunAsync()
    {
        // The request that created the pipeline is answered before its commands begin.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        RemoteError? failure = null;
        var state = PipelineState.Completed;
        try
        {
            await inputEnded.Task.WaitAsync(stopping.Token);
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
            (state, failure) = (PipelineState.Failed, Unexpected());
        }
        pool.Finish(this, state, failure);
    }

    private async Task ExecuteAsync()
    {
        if (request.MetadataPatterns is { } patterns)
        {
            var commands = CommandMetadata.Matching(pool.Session.Commands, patterns).ToList();
            WriteObject(CommandMetadata.Count(commands.Count));
            foreach (var command in commands) WriteObject(CommandMetadata.ForProxy(command));
            return;
        }
        foreach (var statement in request.Statements) await RunStatementAsync(statement);
    }

    private async Task RunStatementAsync(IReadOnlyList<CommandCall> calls)
    {
        var script = calls.FirstOrDefault(call => call.IsScript);
        if (script is not null) throw new CommandFailedException(BindingErrors.ScriptsNotAllowed(script.Name));
        // All commands are looked up and bound before the first runs, so that a refused pipeline has no effect.
        var stages = calls.Select(call =>
        {
            var command = pool.Session.Commands.Find(call.Name) ?? throw new CommandFailedException(BindingErrors.CommandNotFound(call.Name));
            return (Call: call, Command: command, Arguments: ParameterBinder.Bind(command, call.Arguments));
        }).ToList();
        IReadOnlyList<object?> objects = input;
        for (var i = 0; i < stages.Count; i++)
        {
            var (call, command, arguments) = stages[i];
            var isLast = i == stages.Count - 1;
            if (isLast && i > 0 && command.Name == "Out-Default" && Show(objects)) return;
            mergesErrors = call.MergesErrors;
            var collected = new List<object?>();
            ICommandOutput output = isLast ? this : new CollectingOutput(this, collected);
            var invocation = new CommandInvocation(command, arguments, objects, pool.Session, output);
            pool.Transcribe(TranscriptKind.Command, TranscriptText.Of(command, arguments));
            secretOutput = command.HasSecretOutput;
            await InvokeAsync(command, invocation);
            pool.Transcribe(TranscriptKind.CommandEnded, command.Name);
            objects = collected;
        }
    }

    private async Task InvokeAsync(ConstrainedCommand command, CommandInvocation invocation)
    {
        try
        {
            await command.InvokeAsync(invocation, stopping.Token);
            stopping.Token.ThrowIfCancellationRequested();
        }
        catch (CommandFailedException e)
        {
            throw new CommandFailedException(invocation.Complete(e.Error), e);
        }
    }

    /// <summary>
    /// An interactive client appends Out-Default and expects text in its host (MS-PSRP §2.2.3.17, WriteLine2); without a host the objects
    /// themselves are the output.
    /// </summary>
    private bool Show(IReadOnlyList<object?> objects)
    {
        var host = request.Host?["_useRunspaceHost"] is true ? pool.Host : request.Host;
        if (host is null || host["_isHostNull"] is not false || host["_isHostUINull"] is not false) return false;
        foreach (var line in objects.SelectMany(TextLayout.Lines)) pool.Send(this, MessageType.PipelineHostCall, HostCalls.WriteLine(line));
        return true;
    }

    public void WriteObject(object? value)
    {
        if (!secretOutput) pool.Transcribe(TranscriptKind.Output, RemoteObject.TextOf(value) ?? "");
        if (!pool.CanWriteSecrets && Secrets.AreIn(value)) Defer();
        Send(MessageType.PipelineOutput, () => value is null ? "" : pool.Write(value));
    }

    public void WriteError(RemoteError error)
    {
        pool.Transcribe(TranscriptKind.Error, error.Message);
        Send(mergesErrors ? MessageType.PipelineOutput : MessageType.ErrorRecord, () => pool.Write(error));
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
                if (waiting.Count == MaxInput) throw new CommandFailedException(NotFetched());
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

    private static RemoteError Unexpected() => new("The command failed for a reason that is in the log of the endpoint.", "CommandBroke")
    {
        Category = RemoteErrorCategory.NotSpecified,
        Reason = "RuntimeException",
    };

    /// <summary>Output goes to the next command, everything else straight to the client.</summary>
    private sealed class CollectingOutput(ServerPipeline owner, List<object?> objects) : ICommandOutput
    {
        public void WriteObject(object? value)
        {
            lock (objects)
            {
                if (objects.Count == MaxInput) throw new CommandFailedException(new RemoteError("A command wrote too many objects into the pipeline.", "PipelineTooLong"));
                objects.Add(value);
            }
        }

        public void WriteError(RemoteError error)
        {
            if (owner.mergesErrors) WriteObject(error);
            else owner.WriteError(error);
        }

        public void WriteWarning(string text) => owner.WriteWarning(text);

        public void WriteVerbose(string text) => owner.WriteVerbose(text);

        public void WriteDebug(string text) => owner.WriteDebug(text);

        public void WriteProgress(RemoteProgress progress) => owner.WriteProgress(progress);

        public void WriteInformation(RemoteInformation information) => owner.WriteInformation(information);
    }
}
