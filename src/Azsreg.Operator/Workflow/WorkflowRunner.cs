using System.Diagnostics.CodeAnalysis;
using Azsreg.Protocol;

namespace Azsreg.Operator.Workflow;

/// <summary>
/// Runs a definition: first every step looks, so that all that can be refused is refused before anything is touched; then
/// those with work to do act and prove. What looks is the same for a plan, a run and a resumed run.
/// </summary>
internal sealed class WorkflowRunner<TContext>(
    WorkflowDefinition<TContext> definition, StepRetry retry, TimeProvider clock, Action<WorkflowEvent> observe)
{
    /// <summary>Undoing has its own bound, since it also runs when the caller's patience is at an end.</summary>
    private static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, TimeSpan> _elapsed = new(StringComparer.Ordinal);

    /// <summary>Turns a failure of any kind into the catalogue's words; the outermost place that may.</summary>
    public Func<Exception, CataloguedException> Translate { get; init; } = failure =>
        failure as CataloguedException ?? new CataloguedException(ErrorCatalogue.Unexpected, failure.Message, inner: failure);

    /// <summary>Looks at everything and changes nothing.</summary>
    public async Task<WorkflowReport> PlanAsync(TContext context, Func<string, StepMemory> memory, CancellationToken cancellation)
    {
        try
        {
            var checks = await CheckAllAsync(context, memory, cancellation);
            return Report(Plan(checks), applied: false, resumedFrom: null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Told(failure, "Nothing was changed.");
        }
    }

    /// <summary>Looks, asks, acts and proves; on a deterministic failure takes back what this run made.</summary>
    /// <param name="context">What the steps share.</param>
    /// <param name="journal">The journal of this run, which may continue an interrupted one.</param>
    /// <param name="confirm">Asked once, with the plan, when there is something to change.</param>
    /// <param name="cancellation">Stops between and within steps; the journal then stays for the next run to finish.</param>
    public async Task<WorkflowReport> RunAsync(
        TContext context, WorkflowJournal journal, Func<WorkflowPlan, CancellationToken, Task<bool>> confirm, CancellationToken cancellation)
    {
        if (journal.ResumedFrom is { } began)
            observe(new WorkflowEvent(WorkflowEventKind.Resumed, string.Empty, definition.Name, $"{began:u}"));

        List<(WorkflowStep<TContext> Step, StepCheck Check)> checks;
        try
        {
            checks = await CheckAllAsync(context, journal.MemoryOf, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Told(failure, journal.HasEffects
                ? "What an earlier run made is still there; the same command finishes it."
                : "Nothing was changed.");
        }

        var plan = Plan(checks);
        if (plan.ChangesAnything && !await confirm(plan, cancellation)) return Report(plan, applied: false, journal.ResumedFrom);

        foreach (var (step, check) in checks)
        {
            if (!check.NeedsAct) continue;
            try
            {
                await ActAsync(step, context, journal, cancellation);
            }
            catch (Exception failure) when (cancellation.IsCancellationRequested)
            {
                const string Told = "What was made so far stays; the same command finishes it.";
                observe(new WorkflowEvent(WorkflowEventKind.Interrupted, step.Name, step.Title, Told, ElapsedOf(step)));
                throw new OperationCanceledException($"Interrupted. {Told}", failure, cancellation);
            }
            catch (Exception failure)
            {
                observe(new WorkflowEvent(WorkflowEventKind.Failed, step.Name, step.Title, null, ElapsedOf(step)));
                if (retry.IsTransient(failure)) throw Told(failure, "What was made so far stays; the same command goes on from here.");
                throw Told(failure, await UndoAsync(context, journal, failure));
            }
        }

        journal.Close("finished");
        return Report(plan, applied: true, journal.ResumedFrom);
    }

    private async Task<List<(WorkflowStep<TContext>, StepCheck)>> CheckAllAsync(
        TContext context, Func<string, StepMemory> memory, CancellationToken cancellation)
    {
        var checks = new List<(WorkflowStep<TContext>, StepCheck)>();
        foreach (var step in definition.Steps)
        {
            observe(new WorkflowEvent(WorkflowEventKind.Started, step.Name, step.Title));
            StepCheck check;
            try
            {
                check = await TimedAsync(step, () => retry.RunAsync(
                    (_, token) => step.CheckAsync(context, memory(step.Name), token), Retrying(step), cancellation));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                observe(new WorkflowEvent(WorkflowEventKind.Failed, step.Name, step.Title, null, ElapsedOf(step)));
                throw;
            }

            var kind = check.NeedsAct || check.IsIdle ? WorkflowEventKind.Planned
                : check.Changes.Count > 0 ? WorkflowEventKind.InPlace
                : WorkflowEventKind.Passed;
            observe(new WorkflowEvent(kind, step.Name, step.Title, check.Detail, ElapsedOf(step)));
            checks.Add((step, check));
        }

        return checks;
    }

    private async Task ActAsync(WorkflowStep<TContext> step, TContext context, WorkflowJournal journal, CancellationToken cancellation)
    {
        observe(new WorkflowEvent(WorkflowEventKind.Started, step.Name, step.Title));
        var scope = new StepScope(journal, step.Name, detail =>
            observe(new WorkflowEvent(WorkflowEventKind.Progressed, step.Name, step.Title, detail)));
        var detail = await TimedAsync(step, async () =>
        {
            // Several steps may have run since the look at the start; "acting" is written only for an act that follows.
            if (!step.LeavesNothing) journal.Acting(step.Name);
            var done = await retry.RunAsync(
                async (attempt, token) =>
                {
                    // The answer of the last attempt may have been lost after the act took effect.
                    if (attempt > 1 && await step.CheckAsync(context, scope.Memory, token) is { NeedsAct: false } found) return found.Detail;
                    return await step.ActAsync(context, scope, token);
                },
                Retrying(step), cancellation);
            await retry.RunAsync(
                async (_, token) =>
                {
                    await step.ProveAsync(context, token);
                    return true;
                },
                Retrying(step), cancellation);
            if (!step.LeavesNothing) journal.Acted(step.Name);
            return done;
        });
        observe(new WorkflowEvent(WorkflowEventKind.Done, step.Name, step.Title, detail, ElapsedOf(step)));
    }

    /// <summary>Takes back in reverse order what this run made, and says what became of it. Never throws: the first error counts.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A failing undo must not hide the failure that led to it, nor stop the other undos.")]
    private async Task<string> UndoAsync(TContext context, WorkflowJournal journal, Exception failure)
    {
        using var bound = new CancellationTokenSource(UndoTime, clock);
        var undone = new List<string>();
        var left = new List<string>();
        foreach (var step in definition.Steps.Reverse())
        {
            var memory = journal.MemoryOf(step.Name);
            if (!memory.Touched) continue;
            try
            {
                var what = await retry.RunAsync((_, token) => step.UndoAsync(context, memory, token), Retrying(step), bound.Token);
                journal.Undone(step.Name);
                if (what is null) continue;
                undone.Add(what);
                observe(new WorkflowEvent(WorkflowEventKind.Undone, step.Name, step.Title, what));
            }
            catch (Exception problem)
            {
                var why = $"{step.Title} ({Translate(problem).Detail})";
                left.Add(why);
                observe(new WorkflowEvent(WorkflowEventKind.LeftBehind, step.Name, step.Title, why));
            }
        }

        if (left.Count > 0) return $"Could not be taken back: {string.Join("; ", left)}. The same command goes on from here.";
        journal.Close(Translate(failure).Entry.Code);
        return undone.Count == 0 ? "Nothing this run made is left behind." : $"Taken back: {string.Join(", ", undone)}.";
    }

    private Action<int, TimeSpan, Exception> Retrying(WorkflowStep<TContext> step) => (attempt, delay, failure) => observe(
        new WorkflowEvent(
            WorkflowEventKind.Retrying, step.Name, step.Title,
            $"{Translate(failure).Entry.What}, trying again in {delay.TotalSeconds:0.0} s ({attempt} of {retry.Attempts - 1})"));

    private CataloguedException Told(Exception failure, string state)
    {
        var told = Translate(failure);
        return new CataloguedException(told.Entry, $"{told.Detail.TrimEnd()}\n{state}", told.NextCommands, failure);
    }

    private async Task<T> TimedAsync<T>(WorkflowStep<TContext> step, Func<Task<T>> work)
    {
        var from = clock.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            _elapsed[step.Name] = ElapsedOf(step) + clock.GetElapsedTime(from);
        }
    }

    private TimeSpan ElapsedOf(WorkflowStep<TContext> step) => _elapsed.GetValueOrDefault(step.Name);

    private WorkflowReport Report(WorkflowPlan plan, bool applied, DateTimeOffset? resumedFrom) =>
        new(plan, applied, resumedFrom, [.. definition.Steps.Where(step => _elapsed.ContainsKey(step.Name)).Select(step => KeyValuePair.Create(step.Name, _elapsed[step.Name]))]);

    private static WorkflowPlan Plan(List<(WorkflowStep<TContext> Step, StepCheck Check)> checks) =>
        new([.. checks.SelectMany(item => item.Check.Changes)], [.. checks.SelectMany(item => item.Check.Notes)]);
}
