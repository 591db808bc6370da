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
        context.Token = await context.Stamp.NewRegistrationTokenAsync(context.Values, context.Information.Version, version, isDisconnected: false, cancellation);
        return version is null ? "made" : $"made, version {version}";
    }
}
