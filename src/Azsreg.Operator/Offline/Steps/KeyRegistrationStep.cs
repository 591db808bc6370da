using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The registration is there.</summary>
internal sealed class KeyRegistrationStep : WorkflowStep<OfflineKeyContext>
{
    public override string Name => "find";

    public override string Title => "registration";

    public override async Task<StepCheck> CheckAsync(OfflineKeyContext context, StepMemory memory, CancellationToken cancellation)
    {
        context.Subscription = await context.Azure.Arm.Subscriptions.GetAsync(context.Azure.SubscriptionId, cancellation);
        context.Registration = await context.Search.TryFindAsync(cancellation)
            ?? throw await context.Search.NotFoundAsync(context.Subscription.DisplayName, cancellation);
        return StepCheck.Passed($"{context.Registration.Name} in {context.Subscription.DisplayName}");
    }
}
