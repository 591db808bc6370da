using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>The bridge's service principal is gone from the directory, where this program had it made and the account may remove it.</summary>
internal sealed class PrincipalRemovalStep : WorkflowStep<RemovalContext>
{
    private const string Subject = "bridge service principal";

    public override string Name => "bridge";

    public override string Title => Subject;

    public override IReadOnlyList<string> Needs => ["find", "registration"];

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (context.BridgeObjectId is not { } objectId) return StepCheck.Idle;
        return await BridgePrincipal.OwnershipAsync(context.Azure, objectId, context.CloudId, MadeHere(context, objectId), cancellation) switch
        {
            BridgeOwnership.Gone => StepCheck.InPlace(Subject, "gone already"),
            BridgeOwnership.Ours => StepCheck.Needed(PlannedChange.Remove(Subject, objectId)),
            BridgeOwnership.Unknown => Kept(objectId, "the directory does not let this account see it"),
            _ => Kept(objectId, "it was not made from here"),
        };
    }

    public override async Task<string?> ActAsync(RemovalContext context, StepScope scope, CancellationToken cancellation)
    {
        try
        {
            return await BridgePrincipal.RemoveAsync(context.Azure, context.BridgeObjectId!, cancellation) is null ? "gone already" : "removed";
        }
        catch (CataloguedException refused) when (refused.Entry == ErrorCatalogue.RightMissing)
        {
            // The stamp is unregistered all the same; a principal without a role can do nothing.
            return $"left in the directory: {refused.Detail}";
        }
    }

    private static StepCheck Kept(string objectId, string why) =>
        StepCheck.InPlace(Subject, $"{objectId} stays") with { Notes = [$"The bridge's service principal {objectId} stays: {why}."] };

    private static bool MadeHere(RemovalContext context, string objectId) =>
        context.History.Read().Any(entry => string.Equals(entry.BridgeObjectId, objectId, StringComparison.OrdinalIgnoreCase));
}
