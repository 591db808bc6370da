using System.Globalization;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>Decides whether the stamp has to be activated, and fetches the key for it.</summary>
internal sealed class ActivationKeyStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "activation-key";

    public override string Title => "activation key";

    public override bool LeavesNothing => true;

    public override IReadOnlyList<string> Needs => ["stamp", "registration"];

    public override Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        context.WillActivate = context.WillPut || WasPutButNotActivated(context) || !IsActivated(context);
        return Task.FromResult(context.WillActivate ? StepCheck.Needed() : StepCheck.Idle);
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        context.ActivationKey = new Secret(await context.Azure.Arm.Registrations.GetActivationKeyAsync(context.Id, cancellation));
        return "fetched";
    }

    /// <summary>An interrupted run may have changed the registration; an activation that looks right is then still of the former key.</summary>
    private static bool WasPutButNotActivated(RegistrationContext context) =>
        context.MemoryOf("registration").Touched && context.MemoryOf("activation").Phase != StepPhase.Acted;

    /// <summary>A key fetched before the registration was renewed ends too early. The stamp tells whole seconds.</summary>
    private static bool EndsAsRegistered(RegistrationContext context, StampReading reading) =>
        context.ExpiresAt is not { } registered
        || !DateTimeOffset.TryParse(reading.Expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var activated)
        || (registered - activated).Duration() < TimeSpan.FromSeconds(2);

    private static bool IsActivated(RegistrationContext context)
    {
        var recorded = context.History.Find(context.Id);
        var sameAsRecorded = recorded?.Etag is { } etag && etag == context.Existing?.Etag;
        // Without a look at the stamp, what this program itself saw last is all there is.
        if (context.Reading is not { WasRead: true } reading) return sameAsRecorded;
        return reading.ActivationState == "Active"
            && ArmResourceId.TryParse(reading.RegistrationId, out var id) && id.Equals(context.Id)
            && reading.MarketplaceSyndication == context.Values.MarketplaceSyndication
            && reading.UsageReporting == context.Values.UsageReporting
            && EndsAsRegistered(context, reading)
            && (recorded?.Etag is null || sameAsRecorded);
    }
}
