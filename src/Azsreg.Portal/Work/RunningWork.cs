using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azsreg.Operator.Registration;
using Azsreg.Portal.Live;
using Azsreg.Protocol;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Portal.Work;

/// <summary>
/// What is run from the portal. A run belongs to the portal and not to the page that started it: it goes on when the page is left, everybody who
/// may see the stamp sees it, and after a restart it is shown as interrupted.
/// </summary>
internal sealed partial class RunningWork(WorkStore store, LiveHub live, TimeProvider clock, ILogger<RunningWork> log) : IHostedService, IDisposable
{
    /// <summary>How long a run has to come to a halt when the portal stops.</summary>
    private static readonly TimeSpan HaltTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, WorkItem> _items = new();
    private readonly ConcurrentDictionary<Guid, Run> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    /// <summary>All runs that are kept, the newest first.</summary>
    public IReadOnlyList<WorkItem> List() => [.. _items.Values.OrderByDescending(item => item.Id)];

    /// <summary>Those that go on at this moment.</summary>
    public IReadOnlyList<WorkItem> Underway() => [.. List().Where(item => item.State == WorkState.Running)];

    /// <summary>The run that goes on and works on this; null where none does.</summary>
    public WorkItem? Alone(string what) => Underway().FirstOrDefault(item => item.Order.Alone == what);

    /// <summary>A run.</summary>
    /// <exception cref="CataloguedException">There is none of that id (AZR8016).</exception>
    public WorkItem Get(Guid id) => _items.TryGetValue(id, out var item)
        ? item
        : throw new CataloguedException(ErrorCatalogue.WorkUnknown, $"No run {id} is kept.");

    /// <summary>Starts a run and returns at once.</summary>
    /// <param name="order">What is run.</param>
    /// <param name="work">Does it, and says what it came to; its exceptions become the run's failure.</param>
    /// <exception cref="CataloguedException">Another run works on the same (AZR8010).</exception>
    public async Task<WorkItem> StartAsync(WorkOrder order, Func<WorkTeller, CancellationToken, Task<WorkOutcome>> work)
    {
        WorkItem item;
        Run run;
        lock (_gate)
        {
            if (order.Alone is { } what && Alone(what) is { } other)
            {
                throw new CataloguedException(
                    ErrorCatalogue.WorkUnderWay, $"'{other.Order.Title}', started by {other.Order.Person} at {other.StartedAt.UtcDateTime:HH:mm} UTC, is still running.");
            }

            var now = clock.GetUtcNow();
            item = new WorkItem { Id = Guid.CreateVersion7(now), Order = order, State = WorkState.Running, StartedAt = now };
            run = new Run(item.Id, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
            _items[item.Id] = item;
            _running[item.Id] = run;
        }

        // What is not written down before it starts would be lost without a trace by a kill.
        await store.SaveAsync(item, CancellationToken.None);
        live.Raise(LiveTopics.Work);
        run.Task = Task.Run(() => CarryOutAsync(run, work), CancellationToken.None);
        return item;
    }

    /// <summary>Stops a run between two requests; what it made stays for the next one to continue.</summary>
    public void Stop(Guid id)
    {
        if (!_running.TryGetValue(id, out var run))
            return;
        try
        {
            run.Cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
        }
    }

    /// <summary>Waits until a run has ended.</summary>
    public async Task<WorkItem> WaitAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(id, out var run) && run.Task is { } task)
            await task.WaitAsync(cancellationToken);
        return Get(id);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        foreach (var kept in await store.ReadAsync(cancellationToken))
        {
            var item = kept;
            if (item.State == WorkState.Running)
            {
                item = Interrupted(item, "The portal ended while it ran.");
                await store.SaveAsync(item, cancellationToken);
            }

            _items[item.Id] = item;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var tasks = _running.Values.Select(run => run.Task).OfType<Task>().ToList();
        try
        {
            await Task.WhenAll(tasks).WaitAsync(HaltTime, clock, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // It stays written down as running, and is told as interrupted at the next start.
        }
    }

    public void Dispose() => _stopping.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a run fails with is its outcome: nobody waits for it.")]
    private async Task CarryOutAsync(Run run, Func<WorkTeller, CancellationToken, Task<WorkOutcome>> work)
    {
        var teller = new WorkTeller(change => Change(run, change));
        try
        {
            var outcome = await work(teller, run.Token);
            End(run, item => item with { State = WorkState.Done, Outcome = outcome });
        }
        catch (Exception) when (run.Token.IsCancellationRequested)
        {
            End(run, item => Interrupted(item, _stopping.IsCancellationRequested ? "The portal ended while it ran." : "It was stopped."));
        }
        catch (Exception failure)
        {
            var told = FailureTranslation.Translate(failure);
            if (told.Entry == ErrorCatalogue.Unexpected)
                LogUnexpected(failure, _items[run.Id].Order.Kind);
            End(run, item => item with { State = WorkState.Failed, Failure = WorkFailure.Of(told), Steps = [.. item.Steps.Select(Halted)] });
        }

        // After all that was being written of it: whoever waits for its end may take the place away where it is written to.
        await KeepAsync(run);
        _running.TryRemove(run.Id, out _);
        run.Dispose();
        live.Raise(LiveTopics.Work);
    }

    private WorkItem Interrupted(WorkItem item, string why) => item with
    {
        State = WorkState.Interrupted,
        EndedAt = clock.GetUtcNow(),
        Failure = new WorkFailure(ErrorCatalogue.WorkInterrupted.Code, why, []),
        Steps = [.. item.Steps.Select(step => step.State == WorkStepState.Working ? step with { State = WorkStepState.Interrupted } : step)],
    };

    private static WorkStep Halted(WorkStep step) => step.State == WorkStepState.Working ? step with { State = WorkStepState.Failed } : step;

    private void End(Run run, Func<WorkItem, WorkItem> change)
    {
        lock (_gate)
        {
            _items[run.Id] = change(_items[run.Id]) with { EndedAt = clock.GetUtcNow() };
        }
    }

    private void Change(Run run, Func<WorkItem, WorkItem> change)
    {
        lock (_gate)
        {
            if (_items[run.Id].State != WorkState.Running)
                return;
            _items[run.Id] = change(_items[run.Id]);
        }

        live.Raise(LiveTopics.Work);
        // A run does not wait for its record.
        _ = KeepAsync(run);
    }

    /// <summary>Writes a run as it is by then, behind what is being written of it. One write waits at most: it takes all that was told meanwhile.</summary>
    private Task KeepAsync(Run run)
    {
        lock (_gate)
        {
            if (run.Waits)
                return run.Keeping;
            run.Waits = true;
            return run.Keeping = KeepAfterAsync(run, run.Keeping);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A record that cannot be written must not end the run it is about.")]
    private async Task KeepAfterAsync(Run run, Task former)
    {
        // Never within the lock that this is begun in.
        await former.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        WorkItem item;
        lock (_gate)
        {
            run.Waits = false;
            item = _items[run.Id];
        }

        try
        {
            await store.SaveAsync(item, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogNotKept(failure, run.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "A run of {Kind} failed unexpectedly.")]
    private partial void LogUnexpected(Exception failure, string kind);

    [LoggerMessage(LogLevel.Warning, "The record of run {Id} could not be written.")]
    private partial void LogNotKept(Exception failure, Guid id);

    private sealed class Run(Guid id, CancellationTokenSource cancellation) : IDisposable
    {
        public Guid Id => id;

        public CancellationTokenSource Cancellation => cancellation;

        /// <summary>Good also after the source was disposed.</summary>
        public CancellationToken Token { get; } = cancellation.Token;

        public Task? Task { get; set; }

        /// <summary>The last write of its record; it does not fail.</summary>
        public Task Keeping { get; set; } = Task.CompletedTask;

        /// <summary>A write has not yet begun, and will take what is told until then.</summary>
        public bool Waits { get; set; }

        public void Dispose() => cancellation.Dispose();
    }
}
