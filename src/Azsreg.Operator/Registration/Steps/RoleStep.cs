using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The bridge may read its registration and list products. Taken back with the registration this run made.</summary>
internal sealed class RoleStep : WorkflowStep<RegistrationContext>
{
    private const string Subject = "role " + WellKnown.RegistrationOwnerRole;
    private const string Value = "for the bridge, on the registration";

    public override string Name => "role";

    public override string Title => "role of the bridge";

    public override IReadOnlyList<string> Needs => ["registration", "bridge"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        context.Existing is not null
        && context.BridgeObjectId is { } objectId
        && await BridgeRole.IsAssignedAsync(context.Azure, context.Id, objectId, cancellation)
            // A role goes with the registration it is on: where that may be deleted first, it is given again.
            ? context is { Request.Renew: true, IsExpired: true }
                ? StepCheck.Needed(PlannedChange.Same(Subject, Value))
                : StepCheck.InPlace(Subject, Value)
            : StepCheck.Needed(PlannedChange.Add(Subject, Value));

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        await BridgeRole.AssignAsync(context.Azure, context.Id, Bridge(context), cancellation);
        return WellKnown.RegistrationOwnerRole;
    }

    public override async Task ProveAsync(RegistrationContext context, CancellationToken cancellation)
    {
        if (!await BridgeRole.IsAssignedAsync(context.Azure, context.Id, Bridge(context), cancellation))
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"{Subject} was given but is not there.");
    }

    private static string Bridge(RegistrationContext context) =>
        context.BridgeObjectId ?? throw new InvalidOperationException("The bridge step has not run.");
}
