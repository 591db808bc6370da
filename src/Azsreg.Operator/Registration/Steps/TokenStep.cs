using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The stamp makes its registration token. It is held in memory only until Azure has it.</summary>
internal sealed class TokenStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "token";

    public override string Title => "registration token";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["stamp", "billing", "bridge"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(context.WillPut ? StepCheck.Needed() : StepCheck.Idle);

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var version = StampVersions.RequestedTokenVersion(context.Information.Version, EnvironmentGate.KnownName(context.Azure.Environment));
        context.Token = await MakeAsync();
        if (RegistrationTokenCodec.Peek(context.Token.Reveal()) is { ObjectId: null or "" })
        {
            // With both features off, a stamp takes a token for one that leaves as a file unless it was asked for its service principal before:
            // the published procedure asks each time, this one only where the principal is missing.
            var refreshToken = await context.Azure.GetRefreshToken(cancellation)
                ?? throw new CataloguedException(
                    ErrorCatalogue.NoRefreshToken, $"{context.Azure.Account} is a service principal or was signed in without a refresh token.", ["azsreg login"]);
            context.BridgeObjectId = await context.Stamp.NewBridgeServicePrincipalAsync(
                context.Azure.TenantId, context.Azure.Environment.Name, refreshToken, scope.Report, cancellation);
            context.Token = await MakeAsync();
        }

        return version is null ? "made" : $"made, version {version}";

        Task<Secret> MakeAsync() => context.Stamp.NewRegistrationTokenAsync(context.Values, context.Information.Version, version, cancellation);
    }
}
