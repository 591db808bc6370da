using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The registration is locked against being deleted by accident.</summary>
internal sealed class LockStep : WorkflowStep<RegistrationContext>
{
    private const string Subject = "lock " + WellKnown.RegistrationLockName;

    public override string Name => "lock";

    public override string Title => "lock";

    public override IReadOnlyList<string> Needs => ["registration"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var found = context.Existing is null ? null : await RegistrationLock.FindAsync(context.Azure, context.Id, cancellation);
        // A change lifts the lock and so has to set it again, whatever is there now.
        if (found is not null && context.WillPut)
            return StepCheck.Needed() with { Changes = [PlannedChange.Same(Subject, found.Properties.Level)] };
        return found is not null
            ? StepCheck.InPlace(Subject, found.Properties.Level)
            : StepCheck.Needed(PlannedChange.Add(Subject, RegistrationLock.Level));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        await RegistrationLock.SetAsync(context.Azure, context.Id, cancellation);
        return WellKnown.RegistrationLockName;
    }

    public override async Task ProveAsync(RegistrationContext context, CancellationToken cancellation)
    {
        if (!await RegistrationLock.IsSetAsync(context, cancellation))
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"Lock {WellKnown.RegistrationLockName} was set but is not there.");
    }

    /// <summary>Only with a registration this run made; one that was there keeps its lock.</summary>
    public override async Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        context.MemoryOf("registration")["was"] == "absent"
        && await context.Azure.Arm.Locks.DeleteAsync(context.Id.ToString(), WellKnown.RegistrationLockName, cancellation)
            ? Subject
            : null;
}
