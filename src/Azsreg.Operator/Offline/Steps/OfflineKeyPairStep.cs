using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>Later builds with several nodes are asked to have a key pair before a token; a stamp keeps the pair it has.</summary>
internal sealed class OfflineKeyPairStep : WorkflowStep<OfflineTokenContext>
{
    public override string Name => "key-pair";

    public override string Title => "registration key pair";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["stamp", "destination"];

    public override Task<StepCheck> CheckAsync(OfflineTokenContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(!context.IsWritten && StampVersions.HasKeyPair(context.Information.Version, context.Information.Nodes) ? StepCheck.Needed() : StepCheck.Idle);

    public override async Task<string?> ActAsync(OfflineTokenContext context, StepScope scope, CancellationToken cancellation)
    {
        await context.Commands.SetRegistrationKeyPairAsync(cancellation);
        return "set";
    }
}
