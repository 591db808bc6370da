namespace Azsreg.Operator.Workflow;

/// <summary>
/// One named step. The same definition gives the run, the plan, the resumption and the undoing: it looks first, acts only
/// if it must, and proves what it did by looking again.
/// </summary>
internal abstract class WorkflowStep<TContext>
{
    /// <summary>The stable name in journals and timings: lower case with hyphens. Renaming one orphans unfinished journals.</summary>
    public abstract string Name { get; }

    /// <summary>What the progress line calls it.</summary>
    public abstract string Title { get; }

    /// <summary>The names of earlier steps whose findings this one reads from the context.</summary>
    public virtual IReadOnlyList<string> Needs => [];

    /// <summary>True where the act itself leaves nothing that lasts, such as fetching a key: it is not journaled and not undone.</summary>
    public virtual bool LeavesNothing => false;

    /// <summary>Looks, changes nothing, and says whether <see cref="ActAsync"/> is needed. Runs before anything is touched.</summary>
    public abstract Task<StepCheck> CheckAsync(TContext context, StepMemory memory, CancellationToken cancellation);

    /// <summary>
    /// Makes the effect. Called again only after another <see cref="CheckAsync"/> has said that it is still missing, so an act
    /// whose answer was lost is not repeated. Returns the detail for the progress line.
    /// </summary>
    public virtual Task<string?> ActAsync(TContext context, StepScope scope, CancellationToken cancellation) =>
        throw new InvalidOperationException($"Step '{Name}' found work to do but has no act.");

    /// <summary>Proves the effect from outside after <see cref="ActAsync"/>; throws if it is not there.</summary>
    public virtual Task ProveAsync(TContext context, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>
    /// Takes back what this run made, and nothing else; called in reverse order after a failure, for steps the journal knows.
    /// Returns what was taken back, or null where there was nothing to take back.
    /// </summary>
    public virtual Task<string?> UndoAsync(TContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult<string?>(null);
}
