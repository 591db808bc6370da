using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>
/// The stamp is activated with the key. The key is handed over also where the stamp says that it is active already, since two keys of one
/// registration cannot be told apart from outside; one that is in force changes nothing.
/// </summary>
internal sealed class OfflineActivationStep : WorkflowStep<OfflineActivationContext>
{
    private const string Subject = "activation";

    public override string Name => "activation";

    public override string Title => "activation";

    public override IReadOnlyList<string> Needs => ["stamp", "key"];

    public override async Task<StepCheck> CheckAsync(OfflineActivationContext context, StepMemory memory, CancellationToken cancellation)
    {
        await context.ReadAsync(cancellation);
        if (IsInForce(context)) return StepCheck.Needed(PlannedChange.Same(Subject, "active with this registration"));
        return StepCheck.Needed(context.Reading.ActivationState is { } state and not "NotActivated"
            ? PlannedChange.Change(Subject, state == "Active" ? "the former key" : state, $"the key of {context.Key.Key.RegistrationName}")
            : PlannedChange.Add(Subject, $"on the stamp, with the key of {context.Key.Key.RegistrationName}"));
    }

    public override async Task<string?> ActAsync(OfflineActivationContext context, StepScope scope, CancellationToken cancellation)
    {
        await context.Commands.NewActivationAsync(context.Key.Text, scope.Report, cancellation);
        return "the stamp is activated";
    }

    public override async Task ProveAsync(OfflineActivationContext context, CancellationToken cancellation)
    {
        await context.ReadAsync(cancellation);
        if (context.Reading.WasRead && !IsInForce(context))
        {
            throw new CataloguedException(
                ErrorCatalogue.EffectNotProven, $"The stamp took the key, but says that its activation is '{context.Reading.ActivationState}' with {context.Reading.RegistrationId}.");
        }
    }

    private static bool IsInForce(OfflineActivationContext context) =>
        context.Reading is { WasRead: true, ActivationState: "Active" } reading
        && string.Equals(reading.RegistrationId, context.Key.RegistrationId, StringComparison.OrdinalIgnoreCase)
        && reading.MarketplaceSyndication == context.Key.Key.MarketplaceSyndicationEnabled
        && reading.UsageReporting == context.Key.Key.UsageReportingEnabled;
}
