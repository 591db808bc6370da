using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The account may do everything the steps that follow will do, told before the first of them and all at once.</summary>
internal sealed class RightsStep : WorkflowStep<RegistrationContext>
{
    private static readonly string[] OnRegistration =
    [
        "Microsoft.AzureStack/registrations/read",
        "Microsoft.AzureStack/registrations/write",
        "Microsoft.AzureStack/registrations/getActivationKey/action",
        "Microsoft.Authorization/locks/write",
    ];

    /// <summary>A registration without a line has no bridge that would need a role.</summary>
    private const string ForTheBridge = "Microsoft.Authorization/roleAssignments/write";

    public override string Name => "rights";

    public override string Title => "rights";

    public override IReadOnlyList<string> Needs => ["account", "provider", "name"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var group = await context.Azure.Arm.ResourceGroups.TryGetAsync(context.Azure.SubscriptionId, context.Id.ResourceGroupName!, cancellation);
        if (ResourceGroupStep.IsBeingDeleted(group)) group = null;
        context.ResourceGroupLocation = group?.Location;

        // Someone may own the group without owning the subscription; that is enough once the subscription-wide steps are done.
        var needed = new List<(string Scope, string Action)>();
        if (!context.ProviderRegistered) needed.Add((context.SubscriptionScope, "Microsoft.AzureStack/register/action"));
        if (group is null) needed.Add((context.SubscriptionScope, "Microsoft.Resources/subscriptions/resourceGroups/write"));
        needed.AddRange((context.Carried is null ? [.. OnRegistration, ForTheBridge] : OnRegistration).Select(action => (group is null ? context.SubscriptionScope : context.GroupScope, action)));

        var missing = new List<string>();
        foreach (var scope in needed.GroupBy(one => one.Scope))
        {
            if (await PermissionsAsync(context, scope.Key, cancellation) is not { } permissions) return StepCheck.Passed("not told by this Azure");
            missing.AddRange(scope.Select(one => one.Action).Where(action => !permissions.Any(set => set.Allows(action))));
        }

        if (missing.Count > 0)
        {
            throw new CataloguedException(
                ErrorCatalogue.RightMissing,
                $"{context.Azure.Account} lacks on {context.SubscriptionName}:\n{string.Join('\n', missing)}",
                ["azsreg account list"]);
        }

        return StepCheck.Passed("sufficient");
    }

    private static async Task<IReadOnlyList<AzureClient.PermissionSet>?> PermissionsAsync(
        RegistrationContext context, string scope, CancellationToken cancellation)
    {
        try
        {
            return await context.Azure.Arm.Authorization.ListPermissionsAsync(scope, cancellation);
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 404 or 405)
        {
            // Not every Azure tells; then the first act that is refused does, and what was made is taken back.
            return null;
        }
    }
}
