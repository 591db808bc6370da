using System.Collections.Concurrent;

namespace Azsreg.Remoting.Server;

/// <summary>One run of a command: what it was given and where it writes. Writing is safe from several threads.</summary>
public sealed class CommandInvocation
{
    private readonly ICommandOutput output;
    private readonly IReadOnlyDictionary<string, object?> bound;

    private readonly ObjectPipe input;

    internal CommandInvocation(
        ConstrainedCommand command, BoundArguments arguments, ObjectPipe input, ServerSessionInfo session, ICommandOutput output)
    {
        Command = command;
        bound = arguments.Bound;
        Parameters = arguments.WithDefaults;
        Common = arguments.Common;
        this.input = input;
        Session = session;
        this.output = output;
    }

    private CommandInvocation(CommandInvocation other, ICommandOutput output)
    {
        Command = other.Command;
        bound = other.bound;
        Parameters = other.Parameters;
        Common = other.Common;
        input = other.input;
        Input = other.Input;
        Session = other.Session;
        this.output = output;
    }

    /// <summary>The command.</summary>
    public ConstrainedCommand Command { get; }

    /// <summary>Every declared parameter with its value: the argument converted, or the default.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; }

    /// <summary>What came in through the pipeline; empty for a command that reads its input as it comes.</summary>
    public IReadOnlyList<object?> Input { get; private set; } = [];

    /// <summary>Who runs the command.</summary>
    public RemoteIdentity Identity => Session.Identity;

    /// <summary>The session.</summary>
    public Guid SessionId => Session.Id;

    /// <summary>Values that live as long as the session.</summary>
    public ConcurrentDictionary<string, object?> SessionState => Session.State;

    internal CommonArguments Common { get; }

    internal ServerSessionInfo Session { get; }

    /// <summary>True if the caller asked for a job instead of the command's output.</summary>
    internal bool RunsAsJob => Session.Commands.OffersJobs && bound.GetValueOrDefault(JobCommands.Parameter) is true;

    internal bool HasHost => output.HasHost;

    /// <summary>True if the caller gave the parameter.</summary>
    public bool IsBound(string parameter) => bound.ContainsKey(parameter);

    /// <summary>The value of a parameter; the default of <typeparamref name="T"/> where neither the caller nor the declaration gives one.</summary>
    /// <exception cref="ArgumentException">The command declares no such parameter.</exception>
    /// <exception cref="InvalidCastException">The parameter is of another type.</exception>
    public T? Get<T>(string parameter) => Parameters.TryGetValue(parameter, out var value)
        ? value is null ? default : (T)value
        : throw new ArgumentException($"{Command.Name} declares no parameter '{parameter}'.", nameof(parameter));

    /// <summary>What comes in through the pipeline, as it comes; for commands declared so.</summary>
    public IAsyncEnumerable<object?> ReadInputAsync(CancellationToken cancellationToken) => input.ReadAllAsync(cancellationToken);

    /// <summary>Writes an object to the output stream: a primitive, a list, a dictionary or a <see cref="RemoteObject"/>.</summary>
    /// <exception cref="CommandFailedException">The client does not fetch what is written.</exception>
    public void WriteObject(object? value) => output.WriteObject(value);

    /// <summary>Reports an error and goes on, unless the caller asked to stop at errors.</summary>
    /// <exception cref="CommandFailedException">The caller asked for <c>-ErrorAction Stop</c>.</exception>
    public void WriteError(RemoteError error)
    {
        var complete = Complete(error);
        switch (Common.ErrorAction)
        {
            case ActionPreference.Stop: throw new CommandFailedException(complete);
            case ActionPreference.SilentlyContinue or ActionPreference.Ignore: break;
            default: output.WriteError(complete); break;
        }
    }

    /// <summary>Warns, unless the caller asked for silence.</summary>
    public void WriteWarning(string text)
    {
        if (Common.WarningAction is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)) output.WriteWarning(text);
    }

    /// <summary>Tells details to a caller who asked for <c>-Verbose</c>.</summary>
    public void WriteVerbose(string text)
    {
        if (Common.Verbose) output.WriteVerbose(text);
    }

    /// <summary>Tells details to a caller who asked for <c>-Debug</c>.</summary>
    public void WriteDebug(string text)
    {
        if (Common.Debug) output.WriteDebug(text);
    }

    /// <summary>Tells how far the command has come, unless the caller asked for silence.</summary>
    public void WriteProgress(RemoteProgress progress)
    {
        if (Common.ProgressAction is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore)) output.WriteProgress(progress);
    }

    /// <summary>Writes an information record, unless the caller asked for none.</summary>
    public void WriteInformation(string text, params IReadOnlyList<string> tags)
    {
        if (Common.InformationAction is ActionPreference.Ignore) return;
        output.WriteInformation(new RemoteInformation(text, Command.Name) { Tags = tags, TimeGenerated = Session.Clock.GetUtcNow() });
    }

    internal async Task CollectInputAsync(CancellationToken cancellationToken) => Input = await input.CollectAsync(cancellationToken);

    internal IAsyncEnumerable<IReadOnlyList<object?>> ReadInputBatchesAsync(CancellationToken cancellationToken) => input.ReadBatchesAsync(cancellationToken);

    /// <summary>The command has had enough: what feeds it is stopped.</summary>
    internal void StopInput() => input.StopWriting();

    internal void CallHost(string clixml) => output.CallHost(clixml);

    /// <summary>Hands on what another command wrote, with its own settings; what is a secret there stays one.</summary>
    internal void Replay(Action<ICommandOutput> record, bool isSecret)
    {
        if (isSecret) output.KeepSecret();
        record(output);
    }

    /// <summary>The same run with another output.</summary>
    internal CommandInvocation Into(ICommandOutput other) => new(this, other);

    /// <summary>The record with what a command need not say itself: its name in the error id and as activity, the short exception name.</summary>
    internal RemoteError Complete(RemoteError error) => error with
    {
        FullyQualifiedErrorId = error.FullyQualifiedErrorId.Contains(',', StringComparison.Ordinal)
            ? error.FullyQualifiedErrorId
            : error.FullyQualifiedErrorId + "," + Command.Name,
        Activity = error.Activity.Length > 0 ? error.Activity : Command.Name,
        Reason = error.Reason.Length > 0 ? error.Reason : error.ExceptionTypeNames[0][(error.ExceptionTypeNames[0].LastIndexOf('.') + 1)..],
    };
}
