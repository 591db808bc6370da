using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>Who is signed in, on which subscription, and whether that person may do what is to be done.</summary>
internal sealed class AccountStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "account";

    public override string Title => "signed in";

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var azure = context.Azure;
        try
        {
            context.Subscription = await azure.Arm.Subscriptions.GetAsync(azure.SubscriptionId, cancellation);
        }
        catch (ArmException missing) when (missing.StatusCode == 404)
        {
            throw new CataloguedException(
                ErrorCatalogue.SubscriptionNotChosen,
                $"{azure.Account} sees no subscription {azure.SubscriptionId} in {azure.Environment.Name}.",
                ["azsreg account list"],
                missing);
        }

        if (context.Subscription.State is "Disabled" or "Deleted")
        {
            throw new CataloguedException(
                ErrorCatalogue.SubscriptionUnusable, $"{context.SubscriptionName} is {context.Subscription.State}.", ["azsreg account list"]);
        }

        return StepCheck.Passed(azure.Account);
    }
}
