using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>The stamp is not activated any more. First, because a stamp that still uses what Azure has removed fails in odd ways.</summary>
internal sealed class DeactivationStep : WorkflowStep<RemovalContext>
{
    private const string Subject = "activation";

    public override string Name => "deactivation";

    public override string Title => "activation";

    public override IReadOnlyList<string> Needs => ["find"];

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.Request.StampIsGone)
            return StepCheck.Idle with { Notes = ["The stamp is not asked. Should it exist after all, azsreg offline deactivate ends its activation."] };
        if (memory.Touched) context.Reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: false, cancellation);
        if (context.Reading is { WasRead: true, ActivationState: "NotActivated" }) return StepCheck.InPlace(Subject, "the stamp has none");
        var items = await DownloadedItems.ReadAsync(context.StampSide, context.Reading, cancellation);
        return StepCheck.Needed(
            [PlannedChange.Remove(Subject, context.Reading.ActivationState is { } state ? $"{state} on the stamp" : "on the stamp"), .. items.Changes]) with { Notes = items.Notes };
    }

    public override async Task<string?> ActAsync(RemovalContext context, StepScope scope, CancellationToken cancellation)
    {
        await context.Stamp.RemoveActivationAsync(scope.Report, cancellation);
        return "removed";
    }

    public override async Task ProveAsync(RemovalContext context, CancellationToken cancellation)
    {
        context.Reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: false, cancellation);
        if (context.Reading is { WasRead: true, ActivationState: not "NotActivated" })
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"The stamp removed its activation, but says that it is '{context.Reading.ActivationState}'.");
    }

    /// <summary>The registration stayed, so its key still activates the stamp.</summary>
    public override async Task<string?> UndoAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.Id is null || await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation) is null) return null;
        var key = await context.Azure.Arm.Registrations.GetActivationKeyAsync(context.Id, cancellation);
        await context.Stamp.NewActivationAsync(new Secret(key), _ => { }, cancellation);
        return "the removal of the activation";
    }
}
