namespace Azsreg.Remoting.Server;

/// <summary>
/// One statement of a pipeline: its commands run side by side, each fed by the one before it, so that what the first writes is seen before it
/// ends.
/// </summary>
internal sealed class StatementRun(ServerPool pool, ICommandOutput client, int maxWaiting)
{
    /// <exception cref="CommandFailedException">A command was refused or ended badly.</exception>
    public async Task RunAsync(IReadOnlyList<CommandCall> calls, ObjectPipe input, CancellationToken cancellationToken)
    {
        var stages = Bind(calls);
        // What a command further on makes of a secret is one as well.
        if (stages.Any(stage => stage.Command.HasSecretOutput)) client.KeepSecret();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var runs = new Task[stages.Count];
        for (var i = 0; i < stages.Count; i++)
        {
            var isLast = i == stages.Count - 1;
            var stopped = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
            var next = isLast ? null : new ObjectPipe(maxWaiting, long.MaxValue) { StopWriter = () => Stop(stopped) };
            runs[i] = RunAsync(stages[i], input, next, stopped);
            input = next!;
        }
        try
        {
            await Task.WhenAll(runs);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    /// <summary>All commands are looked up and bound before the first runs, so that a refused pipeline has no effect.</summary>
    private List<Stage> Bind(IReadOnlyList<CommandCall> calls)
    {
        var script = calls.FirstOrDefault(call => call.IsScript);
        if (script is not null) throw new CommandFailedException(BindingErrors.ScriptsNotAllowed(script.Name));
        return [.. calls.Select(call =>
        {
            var command = pool.Session.Commands.Find(call.Name) ?? throw new CommandFailedException(BindingErrors.CommandNotFound(call.Name));
            return new Stage(command, ParameterBinder.Bind(command, call.Arguments), call.MergesErrors);
        })];
    }

    private async Task RunAsync(Stage stage, ObjectPipe input, ObjectPipe? next, CancellationTokenSource stopped)
    {
        // The commands of a statement start together, whatever the first does before it waits for something.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var output = new StageOutput(client, next, stage.MergesErrors);
        try
        {
            var invocation = new CommandInvocation(stage.Command, stage.Arguments, input, pool.Session, output);
            if (!stage.Command.ReadsInputAsItComes) await invocation.CollectInputAsync(stopped.Token);
            var line = TranscriptText.Of(stage.Command, stage.Arguments);
            pool.Transcribe(TranscriptKind.Command, line);
            if (invocation.RunsAsJob) output.WriteObject(pool.Session.Jobs.Start(invocation, line, e => pool.LogCommandBroke(e, Guid.Empty)));
            else await InvokeAsync(stage.Command, invocation, stopped.Token);
            pool.Transcribe(TranscriptKind.CommandEnded, stage.Command.Name);
            next?.Complete();
        }
        catch (OperationCanceledException) when (next is { IsAbandoned: true })
        {
            // Whoever it wrote for has had enough: that is an end like any other.
            pool.Transcribe(TranscriptKind.CommandEnded, stage.Command.Name);
        }
        catch (Exception e)
        {
            next?.Complete(e);
            input.StopWriting();
            throw;
        }
        finally
        {
            // One that ended without reading to the end does not stop what feeds it: that may have work to do beside its output.
            input.Abandon();
            stopped.Dispose();
        }
    }

    internal static async Task InvokeAsync(ConstrainedCommand command, CommandInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            await command.InvokeAsync(invocation, cancellationToken);
        }
        catch (CommandFailedException e)
        {
            throw new CommandFailedException(invocation.Complete(e.Error), e);
        }
    }

    private static void Stop(CancellationTokenSource stopped)
    {
        try
        {
            stopped.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself at this moment.
        }
    }

    private sealed record Stage(ConstrainedCommand Command, BoundArguments Arguments, bool MergesErrors);
}
