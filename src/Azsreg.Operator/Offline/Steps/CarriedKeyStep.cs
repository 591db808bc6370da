using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The key is for this stamp and has not ended, told before the stamp is touched. Its signature the stamp judges itself.</summary>
internal sealed class CarriedKeyStep : WorkflowStep<OfflineActivationContext>
{
    public override string Name => "key";

    public override string Title => "activation key";

    public override IReadOnlyList<string> Needs => ["stamp"];

    public override Task<StepCheck> CheckAsync(OfflineActivationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var key = context.Key.Key;
        if (!key.CloudId.Equals(context.Information.CloudId, StringComparison.OrdinalIgnoreCase))
        {
            throw new CataloguedException(
                ErrorCatalogue.ActivationKeyForeign,
                $"It is of '{key.RegistrationName}' and for cloud id {key.CloudId}; {context.Side.Name} is cloud id {context.Information.CloudId}.",
                [$"azsreg offline key --cloud-id {context.Information.CloudId}"]);
        }

        return ActivationKeyCodec.ExpiresAt(key) > context.Clock.GetUtcNow()
            ? Task.FromResult(StepCheck.Passed($"of {key.RegistrationName}, {key.BillingModel}"))
            : throw new CataloguedException(ErrorCatalogue.ActivationKeyExpired, $"It is of '{key.RegistrationName}' and ended at {key.Expires}.");
    }
}
