using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The registration is on Azure and says what it shall say.</summary>
internal sealed class RegistrationStep : WorkflowStep<RegistrationContext>
{
    private const string Was = "was";
    private const string Absent = "absent";
    private const string Lock = "lock";
    private const string Lifted = "lifted";

    public override string Name => "registration";

    public override string Title => "registration";

    public override IReadOnlyList<string> Needs => ["name", "billing"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory.Touched) context.Existing = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
        var subject = $"registration {context.Id.Name}";
        if (!context.WillPut) return StepCheck.InPlace(subject, context.Values.ToString());
        await RegistrationLock.DemandWritableAsync(context, cancellation);
        return StepCheck.Needed(context.Existing is null ? [PlannedChange.Add(subject, context.Values.ToString())] : Differences(context, subject));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        // Only the first attempt knows what was there before this run.
        if (scope.Memory[Was] is null) scope.Note(Was, context.Existing is null ? Absent : "there");
        var made = context.Existing is null;
        var lifted = !made && await RegistrationLock.IsSetAsync(context, cancellation);
        if (lifted)
        {
            scope.Note(Lock, Lifted);
            await RegistrationLock.LiftAsync(context, cancellation);
        }

        try
        {
            var token = context.Token ?? throw new InvalidOperationException("The token step has not run.");
            var answer = await context.Azure.Arm.Registrations.PutAsync(context.Id, token.Reveal(), cancellation);
            context.Existing = answer.Value ?? await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
            context.Registered = context.Values;
            return made ? "made" : "changed";
        }
        catch (Exception) when (lifted)
        {
            // Here and not in the undo alone, because an interrupted run is not undone and must not leave the registration unlocked.
            if (await RegistrationLock.TryRestoreAsync(context.Azure, context.Id, context.Clock)) scope.Note(Lock, "restored");
            throw;
        }
    }

    public override async Task ProveAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var seen = await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
        if (seen is null
            || !string.Equals(seen.Properties.CloudId, context.Information.CloudId, StringComparison.OrdinalIgnoreCase)
            || !string.Equals(seen.Properties.BillingModel, context.Values.Model.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"'{context.Id.Name}' was put, but reading it back shows something else.");
        }

        context.Existing = seen;
    }

    public override async Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory[Was] == Absent)
        {
            if (await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation) is not { } made) return null;
            // The role assignment would outlive the registration as one to an unknown principal.
            if (made.Properties.ObjectId is { } objectId) await BridgeRole.RemoveAsync(context.Azure, context.Id, objectId, cancellation);
            return await context.Azure.Arm.Registrations.DeleteAsync(context.Id, cancellation) ? $"registration {context.Id.Name}" : null;
        }

        if (memory[Lock] != Lifted) return null;
        await RegistrationLock.SetAsync(context.Azure, context.Id, cancellation);
        return $"lock {WellKnown.RegistrationLockName} (set again)";
    }

    private static List<PlannedChange> Differences(RegistrationContext context, string subject)
    {
        var (old, values) = (context.Registered, context.Values);
        if (old is null) return [PlannedChange.Change(subject, context.Existing?.Properties.BillingModel, values.ToString())];
        var changes = new List<PlannedChange>();
        void Compare(string what, string? before, string? after)
        {
            if (before != after) changes.Add(PlannedChange.Change(what, before ?? "none", after ?? "none"));
        }

        Compare("billing model", old.Model.ToString(), values.Model.ToString());
        Compare("agreement number", old.AgreementNumber, values.AgreementNumber);
        Compare("asset tag", old.MsAssetTag, values.MsAssetTag);
        Compare("marketplace syndication", RegistrationValues.OnOff(old.MarketplaceSyndication), RegistrationValues.OnOff(values.MarketplaceSyndication));
        Compare("usage reporting", RegistrationValues.OnOff(old.UsageReporting), RegistrationValues.OnOff(values.UsageReporting));
        if (changes.Count == 0) changes.Add(context.Carried is null
            ? PlannedChange.Change(subject, "the former bridge", "the new bridge")
            : PlannedChange.Change(subject, "the former token", "the new token"));
        return changes;
    }
}
