using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Offline.Steps;

/// <summary>What was registered is kept here, the token encrypted: it is asked for when the registration is to be removed, often years later.</summary>
internal sealed class HistoryStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "history";

    public override string Title => "local history";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["registration"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(context.WillPut ? StepCheck.Needed() : StepCheck.Idle);

    public override Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var former = context.History.Find(context.Id);
        context.History.Append(
            new HistoryEntry
            {
                At = context.Clock.GetUtcNow(),
                Event = "registered",
                Name = context.Id.Name,
                ResourceId = context.Id.ToString(),
                CloudId = context.Information.CloudId,
                Environment = context.Azure.Environment.Name,
                Stamp = context.StampSide.Name,
                BillingModel = context.Values.Model.ToString(),
                Etag = context.Existing?.Etag,
                MadeResourceGroup = context.MemoryOf("resource-group").Touched || former is { MadeResourceGroup: true },
            },
            context.Carried!.Text);
        return Task.FromResult<string?>("kept here, the token encrypted");
    }
}
