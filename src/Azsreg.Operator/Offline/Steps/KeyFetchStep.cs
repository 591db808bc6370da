using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>Azure makes the key, and it is one of this registration.</summary>
internal sealed class KeyFetchStep : WorkflowStep<OfflineKeyContext>
{
    public override string Name => "key";

    public override string Title => "activation key";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["find", "destination"];

    public override Task<StepCheck> CheckAsync(OfflineKeyContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(StepCheck.Needed());

    public override async Task<string?> ActAsync(OfflineKeyContext context, StepScope scope, CancellationToken cancellation)
    {
        var text = await context.Azure.Arm.Registrations.GetActivationKeyAsync(ArmResourceId.Parse(context.Registration.Id), cancellation);
        context.Key = CarriedFile.ReadKey(System.Text.Encoding.UTF8.GetBytes(text), "What getactivationkey gave");
        return context.Key.Key.Expires.StartsWith("9999", StringComparison.Ordinal) ? "fetched, does not expire" : $"fetched, until {context.Key.Key.Expires[..10]}";
    }
}
