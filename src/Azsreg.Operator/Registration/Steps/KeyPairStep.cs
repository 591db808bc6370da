using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>
/// Later builds with several nodes sign their tokens: they are asked to have a key pair before the first token. The stamp keeps the pair it has.
/// </summary>
internal sealed class KeyPairStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "key-pair";

    public override string Title => "registration key pair";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["stamp", "billing", "bridge"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(context.WillPut && StampVersions.HasKeyPair(context.Information.Version, context.Information.Nodes)
            ? StepCheck.Needed()
            : StepCheck.Idle);

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        await context.Stamp.SetRegistrationKeyPairAsync(cancellation);
        return "set";
    }
}
