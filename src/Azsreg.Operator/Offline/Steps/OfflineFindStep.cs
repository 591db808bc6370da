using Azsreg.Operator.Registration;
using Azsreg.Operator.Registration.Removal;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>Finds the registration that is meant, wherever in the subscription it lies; what an interrupted run has removed is remembered.</summary>
internal sealed class OfflineFindStep(RegistrationSearch search) : WorkflowStep<RemovalContext>
{
    public override string Name => "find";

    public override string Title => "registration";

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        var azure = context.Azure;
        context.Subscription = await azure.Arm.Subscriptions.GetAsync(azure.SubscriptionId, cancellation);
        context.Existing = await search.TryFindAsync(cancellation);
        if (context.Existing is { } existing)
        {
            context.Id = ArmResourceId.Parse(existing.Id);
            context.CloudId = existing.Properties.CloudId ?? "";
            context.BridgeObjectId = existing.Properties.ObjectId;
            await RegistrationLock.DemandRemovableAsync(azure, context.Id, cancellation);
            return StepCheck.Passed($"{existing.Name} in {context.Subscription.DisplayName}") with
            {
                Notes = ["A stamp that is still activated with it does not notice; its activation is ended there: azsreg offline deactivate."],
            };
        }

        if (ArmResourceId.TryParse(context.MemoryOf("registration")["id"], out var removed))
        {
            Gone(context, removed);
            return StepCheck.Passed($"{removed.Name}, removed by the run that was interrupted");
        }

        var missing = await search.NotFoundAsync(context.Subscription.DisplayName, cancellation);
        // A run that was killed at its very end had done all and told nobody; only this folder's history knows.
        if (missing.Entry != ErrorCatalogue.RegistrationNotFound || search.RemovedBefore(context.History) is not { } before) throw missing;
        Gone(context, ArmResourceId.Parse(before.ResourceId));
        return StepCheck.Passed($"{before.Name}, removed from here at {before.At:u}");
    }

    private static void Gone(RemovalContext context, ArmResourceId removed)
    {
        context.Id = removed;
        context.CloudId = context.History.Read().FirstOrDefault(entry => string.Equals(entry.ResourceId, removed.ToString(), StringComparison.OrdinalIgnoreCase))?.CloudId ?? "";
    }
}
