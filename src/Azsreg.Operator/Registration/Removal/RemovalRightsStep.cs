using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>The account may remove what is there, told before the stamp is touched.</summary>
internal sealed class RemovalRightsStep : WorkflowStep<RemovalContext>
{
    private static readonly string[] Needed = ["Microsoft.AzureStack/registrations/delete", "Microsoft.Authorization/locks/delete"];

    public override string Name => "rights";

    public override string Title => "rights";

    public override IReadOnlyList<string> Needs => ["find"];

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.Existing is null) return StepCheck.Idle;
        IReadOnlyList<AzureClient.PermissionSet> permissions;
        try
        {
            permissions = await context.Azure.Arm.Authorization.ListPermissionsAsync(context.Id!.ToString(), cancellation);
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 404 or 405)
        {
            return StepCheck.Passed("not told by this Azure");
        }

        var missing = Needed.Where(action => !permissions.Any(set => set.Allows(action))).ToList();
        return missing.Count == 0
            ? StepCheck.Passed("sufficient")
            : throw new CataloguedException(
                ErrorCatalogue.RightMissing, $"{context.Azure.Account} lacks on '{context.Existing.Name}':\n{string.Join('\n', missing)}", ["azsreg account list"]);
    }
}
