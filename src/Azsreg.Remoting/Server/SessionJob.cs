using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting.Server;

/// <summary>A command that runs on its own; it keeps what it writes until somebody receives it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no parent, and a late Stop must not meet a disposed one.")]
internal sealed class SessionJob(int id, string line, bool isSecret, TimeProvider clock) : ICommandOutput
{
    /// <summary>Records of all streams a job keeps; one that writes more is ended.</summary>
    public const int MaxRecords = 10_000;

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private List<Action<ICommandOutput>> records = [];
    private TaskCompletionSource changed = NewSignal();

    public int Id { get; } = id;

    public string Name { get; } = $"Job{id}";

    public Guid InstanceId { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    public DateTimeOffset BegunAt { get; } = clock.GetUtcNow();

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>In the words of PowerShell's JobState.</summary>
    public string State { get; private set; } = "Running";

    public bool IsFinished => Completion.IsCompleted;

    public bool HasHost => false;

    /// <summary>True if what it wrote must not be transcribed when it is received.</summary>
    public bool IsSecret { get; } = isSecret;

    public bool HasMoreData
    {
        get { lock (gate) return records.Count > 0; }
    }

    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start(CommandInvocation invocation, Action<Exception> log) => Completion = RunAsync(invocation.Into(this), log);

    public void Stop() => stopping.Cancel();

    /// <summary>What was written since the last time, and a task that ends when more is there or the job has ended.</summary>
    public (IReadOnlyList<Action<ICommandOutput>> Records, Task More) Receive(bool keep)
    {
        lock (gate)
        {
            IReadOnlyList<Action<ICommandOutput>> received = [.. records];
            if (!keep) records = [];
            return (received, changed.Task);
        }
    }

    /// <summary>As <c>Get-Job</c> shows it; with the names a client's own formats of jobs look for.</summary>
    public RemoteObject ToRemoteObject() => new(["System.Management.Automation.Job", "System.Object"])
    {
        ["Id"] = Id,
        ["Name"] = Name,
        ["PSJobTypeName"] = "ConstrainedJob",
        ["State"] = State,
        ["HasMoreData"] = HasMoreData,
        ["Location"] = "localhost",
        ["Command"] = line,
        ["InstanceId"] = InstanceId,
        ["PSBeginTime"] = BegunAt.UtcDateTime,
        ["PSEndTime"] = EndedAt?.UtcDateTime,
    };

    public void WriteObject(object? value) => Add(output => output.WriteObject(value));

    public void WriteError(RemoteError error) => Add(output => output.WriteError(error));

    public void WriteWarning(string text) => Add(output => output.WriteWarning(text));

    public void WriteVerbose(string text) => Add(output => output.WriteVerbose(text));

    public void WriteDebug(string text) => Add(output => output.WriteDebug(text));

    public void WriteProgress(RemoteProgress progress) => Add(output => output.WriteProgress(progress));

    public void WriteInformation(RemoteInformation information) => Add(output => output.WriteInformation(information));

    public void CallHost(string clixml)
    {
        // Nobody looks at a job while it runs.
    }

    public void KeepSecret()
    {
        // Said of the whole job when it was started.
    }

    private async Task RunAsync(CommandInvocation invocation, Action<Exception> log)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (state, failure) = ("Completed", (RemoteError?)null);
        try
        {
            await StatementRun.InvokeAsync(invocation.Command, invocation, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            state = "Stopped";
        }
        catch (CommandFailedException e)
        {
            (state, failure) = ("Failed", e.Error);
        }
#pragma warning disable CA1031 // A job has nobody to throw at: what broke it is its last record, and in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log(e);
            (state, failure) = ("Failed", BindingErrors.Unexpected());
        }
        lock (gate)
        {
            if (failure is not null) records.Add(output => output.WriteError(failure));
            EndedAt = clock.GetUtcNow();
            State = state;
            Signal();
        }
    }

    private void Add(Action<ICommandOutput> record)
    {
        stopping.Token.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (records.Count >= MaxRecords)
            {
                throw new CommandFailedException(new RemoteError(
                    $"The job wrote more than {MaxRecords} records that nobody received; it was ended.", "JobOutputFull")
                {
                    Category = RemoteErrorCategory.LimitsExceeded,
                });
            }
            records.Add(record);
            Signal();
        }
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
