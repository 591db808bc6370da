using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>Looks at both sides once more, as somebody would who does not trust the steps before.</summary>
internal sealed class VerifyStep : WorkflowStep<RegistrationContext>
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public override string Name => "verify";

    public override string Title => "verified on both sides";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["registration", "activation"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation) =>
        Task.FromResult(StepCheck.Needed());

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        var registration = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
        if (!string.Equals(registration?.Properties.CloudId, context.Information.CloudId, StringComparison.OrdinalIgnoreCase))
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"Azure does not show '{context.Id.Name}' as registration of {context.Information.CloudId}.");
        context.Existing = registration;

        var reading = await ReadSettledAsync(context, cancellation);
        context.Reading = reading;
        if (!reading.WasRead) return $"Azure only; {reading.WhyNot}";
        if (reading.ActivationState != "Active")
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"Azure has the registration, but the stamp's activation is '{reading.ActivationState}'.");
        if (!ArmResourceId.TryParse(reading.RegistrationId, out var bound) || !bound.Equals(context.Id))
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"The stamp is activated with another registration: {reading.RegistrationId}.");
        return reading.MarketplaceItems is { } items ? $"active, {items} marketplace items" : "active";
    }

    /// <summary>The alert closes and the list fills moments after the activation.</summary>
    private static async Task<StampReading> ReadSettledAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var started = context.Clock.GetTimestamp();
        while (true)
        {
            var reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: true, cancellation);
            var settled = reading.ActivationRequiredAlert == "Closed"
                && (!context.Values.MarketplaceSyndication || reading.MarketplaceItems > 0);
            if (!reading.WasRead || settled || context.Clock.GetElapsedTime(started) > Longest) return reading;
            await Task.Delay(PollEvery, context.Clock, cancellation);
        }
    }
}
