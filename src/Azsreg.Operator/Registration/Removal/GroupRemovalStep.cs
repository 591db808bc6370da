using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>The resource group goes only if this program made it and nothing else is in it.</summary>
internal sealed class GroupRemovalStep : WorkflowStep<RemovalContext>
{
    public override string Name => "resource-group";

    public override string Title => "resource group";

    public override IReadOnlyList<string> Needs => ["find", "registration"];

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.Id is not { ResourceGroupName: { } name } id) return StepCheck.Idle;
        var subject = $"resource group {name}";
        var groups = context.Azure.Arm.ResourceGroups;
        if (await groups.TryGetAsync(context.Azure.SubscriptionId, name, cancellation) is null) return StepCheck.InPlace(subject, "gone already");
        var made = context.History.Read().Any(entry => entry.MadeResourceGroup
            && entry.ResourceId.StartsWith($"{id.Parent}/", StringComparison.OrdinalIgnoreCase));
        if (!made) return StepCheck.InPlace(subject, "stays, as it was there before");
        await foreach (var one in groups.ListResourcesAsync(context.Azure.SubscriptionId, name, cancellation))
        {
            if (!string.Equals(one.Id, id.ToString(), StringComparison.OrdinalIgnoreCase)) return StepCheck.InPlace(subject, "stays, as it holds other resources");
        }

        return StepCheck.Needed(PlannedChange.Remove(subject, "if nothing else is in it"));
    }

    public override async Task<string?> ActAsync(RemovalContext context, StepScope scope, CancellationToken cancellation) =>
        await EmptyGroup.RemoveAsync(context.Azure, context.Id!.ResourceGroupName!, cancellation) is null ? "stays, as it is in use" : "removed";
}
