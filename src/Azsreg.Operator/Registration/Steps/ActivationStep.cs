using Azsreg.Operator.History;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The stamp is activated with the key of its registration.</summary>
internal sealed class ActivationStep : WorkflowStep<RegistrationContext>
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public override string Name => "activation";

    public override string Title => "activation";

    public override IReadOnlyList<string> Needs => ["activation-key"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(Check(context));

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var key = context.ActivationKey ?? throw new InvalidOperationException("The activation-key step has not run.");
        await context.Stamp.NewActivationAsync(key, scope.Report, cancellation);
        context.Existing = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation) ?? context.Existing;
        Record(context);
        return "the stamp is activated";
    }

    public override async Task ProveAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var started = context.Clock.GetTimestamp();
        while (true)
        {
            var state = await StampReader.ReadActivationStateAsync(context.StampSide, context.Clock, cancellation);
            if (state is null or "Active") return;
            if (context.Clock.GetElapsedTime(started) > Longest)
                throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"The stamp took the key, but says that its activation is '{state}'.");
            await Task.Delay(PollEvery, context.Clock, cancellation);
        }
    }

    private static StepCheck Check(RegistrationContext context)
    {
        const string Subject = "activation";
        var reading = context.Reading;
        if (!context.WillActivate)
        {
            return StepCheck.InPlace(Subject, reading is { WasRead: true }
                ? "active on the stamp"
                : "active as recorded here; the stamp was not read");
        }

        return StepCheck.Needed(reading?.ActivationState is "Active" or "Expired"
            ? PlannedChange.Change(Subject, reading.ActivationState == "Active" ? "the former key" : "expired", "the key of the registration")
            : PlannedChange.Add(Subject, "on the stamp"));
    }

    private static void Record(RegistrationContext context)
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
                AgreementNumber = context.Values.AgreementNumber,
                MsAssetTag = context.Values.MsAssetTag,
                Etag = context.Existing?.Etag,
                BridgeObjectId = context.MemoryOf("bridge")["objectId"] ?? former?.BridgeObjectId,
                MadeResourceGroup = context.MemoryOf("resource-group").Touched || former is { MadeResourceGroup: true },
            },
            context.Token);
    }
}
