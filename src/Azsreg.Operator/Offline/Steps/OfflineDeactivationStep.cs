using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The stamp is not activated any more; the registration on Azure stays until it is removed there.</summary>
internal sealed class OfflineDeactivationStep : WorkflowStep<OfflineDeactivationContext>
{
    private const string Subject = "activation";
    private const string Registration = "registration";

    public override string Name => "deactivation";

    public override string Title => "activation";

    public override IReadOnlyList<string> Needs => ["stamp"];

    public override async Task<StepCheck> CheckAsync(OfflineDeactivationContext context, StepMemory memory, CancellationToken cancellation)
    {
        await context.ReadAsync(cancellation);
        context.RegistrationId = context.Reading.RegistrationId ?? memory[Registration];
        return context.Reading is { WasRead: true, ActivationState: "NotActivated" }
            ? StepCheck.InPlace(Subject, "the stamp has none")
            : StepCheck.Needed(PlannedChange.Remove(Subject, context.Reading.ActivationState is { } state ? $"{state} on the stamp" : "on the stamp"));
    }

    public override async Task<string?> ActAsync(OfflineDeactivationContext context, StepScope scope, CancellationToken cancellation)
    {
        // Once it is gone the stamp does not tell any more what has to be removed on Azure.
        if (context.RegistrationId is { Length: <= 400 } id) scope.Note(Registration, id);
        await context.Commands.RemoveActivationAsync(scope.Report, cancellation);
        return "removed";
    }

    public override async Task ProveAsync(OfflineDeactivationContext context, CancellationToken cancellation)
    {
        await context.ReadAsync(cancellation);
        if (context.Reading is { WasRead: true, ActivationState: not "NotActivated" })
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"The stamp removed its activation, but says that it is '{context.Reading.ActivationState}'.");
    }
}
