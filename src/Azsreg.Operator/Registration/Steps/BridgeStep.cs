using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The stamp has a service principal in the directory. The stamp makes it itself, with the operator's refresh token.</summary>
internal sealed class BridgeStep : WorkflowStep<RegistrationContext>
{
    private const string ObjectId = "objectId";

    public override string Name => "bridge";

    public override string Title => "bridge service principal";

    public override IReadOnlyList<string> Needs => ["stamp", "name"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        // Made by an interrupted attempt of this run, or by an act whose answer came but whose registration did not.
        var objectId = memory[ObjectId] ?? context.Existing?.Properties.ObjectId;
        if (objectId is not null && await BridgePrincipal.ExistsAsync(context.Azure, objectId, cancellation) != false)
        {
            context.BridgeObjectId = objectId;
            return StepCheck.InPlace(Title, objectId);
        }

        if (await context.Azure.GetRefreshToken(cancellation) is null)
        {
            throw new CataloguedException(
                ErrorCatalogue.NoRefreshToken,
                $"{context.Azure.Account} is a service principal or was signed in without a refresh token.",
                ["azsreg login"]);
        }

        var former = context.BridgeObjectId;
        context.BridgeObjectId = null;
        return StepCheck.Needed(former is null
            ? PlannedChange.Add(Title, $"made by the stamp in {context.Azure.TenantName ?? context.Azure.TenantId}")
            : PlannedChange.Change(Title, $"{former} (gone from the directory)", "a new one"));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var refreshToken = await context.Azure.GetRefreshToken(cancellation)
            ?? throw new CataloguedException(ErrorCatalogue.NoRefreshToken, $"{context.Azure.Account} has been signed out meanwhile.", ["azsreg login"]);
        var objectId = await context.Stamp.NewBridgeServicePrincipalAsync(
            context.Azure.TenantId, context.Azure.Environment.Name, refreshToken, scope.Report, cancellation);
        scope.Note(ObjectId, objectId);
        context.BridgeObjectId = objectId;
        return "made";
    }

    /// <summary>Not where a registration has come to use it: then taking it away would break what works.</summary>
    public override async Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory[ObjectId] is not { } objectId) return null;
        var registration = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
        return string.Equals(registration?.Properties.ObjectId, objectId, StringComparison.OrdinalIgnoreCase)
            ? null
            : await BridgePrincipal.RemoveAsync(context.Azure, objectId, cancellation);
    }
}
