using Azsreg.Operator.History;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>The registration is gone from Azure, with its lock and the bridge's role on it.</summary>
internal sealed class DeletionStep : WorkflowStep<RemovalContext>
{
    public override string Name => "registration";

    public override string Title => "registration";

    public override IReadOnlyList<string> Needs => ["find"];

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory.Touched && context.Id is not null) context.Existing = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
        if (context.Existing is null) return StepCheck.InPlace("registration", "Azure has none");
        return StepCheck.Needed(
            PlannedChange.Remove($"lock {WellKnown.RegistrationLockName}", null),
            PlannedChange.Remove($"registration {context.Existing.Name}", context.Existing.Properties.BillingModel));
    }

    public override async Task<string?> ActAsync(RemovalContext context, StepScope scope, CancellationToken cancellation)
    {
        var id = context.Id!;
        // Once it is gone nothing else tells which principal was its bridge.
        scope.Note("id", id.ToString());
        scope.Note("cloudId", context.CloudId);
        if (context.BridgeObjectId is { } bridge) scope.Note("bridge", bridge);
        var locked = await RegistrationLock.FindAsync(context.Azure, id, cancellation) is not null;
        if (locked)
        {
            scope.Note("lock", "lifted");
            await context.Azure.Arm.Locks.DeleteAsync(id.ToString(), WellKnown.RegistrationLockName, cancellation);
        }

        try
        {
            if (context.BridgeObjectId is { } principal) await BridgeRole.RemoveAsync(context.Azure, id, principal, cancellation);
            await context.Azure.Arm.Registrations.DeleteAsync(id, cancellation);
        }
        catch (Exception) when (locked)
        {
            if (await RegistrationLock.TryRestoreAsync(context.Azure, id, context.Clock)) scope.Note("lock", "restored");
            throw;
        }

        context.History.Append(
            new HistoryEntry
            {
                At = context.Clock.GetUtcNow(),
                Event = "removed",
                Name = id.Name,
                ResourceId = id.ToString(),
                CloudId = context.CloudId,
                Environment = context.Azure.Environment.Name,
                Stamp = context.StampSide.Name,
                BillingModel = context.Existing?.Properties.BillingModel,
            },
            token: null);
        return "removed";
    }

    public override async Task ProveAsync(RemovalContext context, CancellationToken cancellation)
    {
        if (await context.Azure.Arm.Registrations.TryGetAsync(context.Id!, cancellation) is not null)
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"'{context.Id!.Name}' was removed, but Azure still shows it.");
        context.Existing = null;
    }

    public override async Task<string?> UndoAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory["lock"] != "lifted" || context.Id is not { } id) return null;
        if (await context.Azure.Arm.Registrations.TryGetAsync(id, cancellation) is null) return null;
        await RegistrationLock.SetAsync(context.Azure, id, cancellation);
        return "the lifting of the lock";
    }
}
