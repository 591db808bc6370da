using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>The stamp makes the token, and what came over the wire is the token it made.</summary>
internal sealed class OfflineTokenStep : WorkflowStep<OfflineTokenContext>
{
    public override string Name => "token";

    public override string Title => "registration token";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["stamp", "billing", "destination"];

    public override Task<StepCheck> CheckAsync(OfflineTokenContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(context.IsWritten ? StepCheck.Idle : StepCheck.Needed());

    public override async Task<string?> ActAsync(OfflineTokenContext context, StepScope scope, CancellationToken cancellation)
    {
        var stamp = context.Information;
        var version = StampVersions.RequestedTokenVersion(stamp.Version, EnvironmentGate.KnownName(context.Request.Environment));
        var text = await context.Commands.NewRegistrationTokenAsync(context.Values, stamp.Version, version, cancellation);
        context.Token = CarriedFile.ReadToken(text.Reveal(), "What New-RegistrationToken gave");
        var token = context.Token.Token;
        return $"made, version {token.Version}{(context.Token.Seal == TokenSeal.None ? ", unsigned" : "")}"
            + (string.IsNullOrEmpty(token.ObjectId) ? "" : ", with the service principal of a former registration");
    }
}
