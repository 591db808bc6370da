using System.Globalization;
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
        if (context.Existing is not null && context.IsExpired && !context.Request.Renew)
        {
            throw new CataloguedException(
                ErrorCatalogue.RegistrationExpired,
                $"'{context.Id.Name}' in {context.Id.ResourceGroupName} ended on {Day(context.ExpiresAt)}.",
                [
                    context.Carried is null
                        ? $"azsreg registration renew --stamp {context.StampSide.Name} --agreement-number {context.Values.AgreementNumber ?? "NUMBER"}"
                        : context.RemoveCommand,
                ]);
        }

        if (!context.WillPut) return StepCheck.InPlace(subject, context.Values.ToString());
        await RegistrationLock.DemandWritableAsync(context, cancellation);
        if (context.Existing is not null && context.IsExpired) await RegistrationLock.DemandRemovableAsync(context.Azure, context.Id, cancellation);
        return StepCheck.Needed(context.Existing is null ? [PlannedChange.Add(subject, context.Values.ToString())] : Differences(context, subject));
    }

    public override async Task<string?> ActAsync(RegistrationContext context, StepScope scope, CancellationToken cancellation)
    {
        // Only the first attempt knows what was there before this run.
        if (scope.Memory[Was] is null) scope.Note(Was, context.Existing is null && context.Recalled is null ? Absent : "there");
        // Where a renewal deletes it first, nothing on Azure tells its name until it is made again.
        if (scope.Memory["id"] is null) scope.Note("id", context.Id.ToString());
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
            var answer = await PutAsync(context, scope, token, cancellation);
            context.Existing = answer.Value ?? await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);
            context.Former ??= context.Registered;
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
        if (context.Request.Renew) await ProveExtendedAsync(context, cancellation);
    }

    /// <summary>
    /// Azure keeps the name of a yearly registration that has ended: then it is deleted, and made again. Not before Azure has refused, which it does
    /// for a wrong agreement first; so nothing is deleted for an agreement that would not be taken.
    /// </summary>
    private static async Task<AzureClient.ArmResponse<Protocol.Registration>> PutAsync(
        RegistrationContext context, StepScope scope, Secret token, CancellationToken cancellation)
    {
        var registrations = context.Azure.Arm.Registrations;
        try
        {
            return await registrations.PutAsync(context.Id, token.Reveal(), cancellation);
        }
        catch (ArmException refused) when (context is { Request.Renew: true, IsExpired: true, Existing: not null } && IsForExpiry(refused))
        {
            scope.Report("the expired one is deleted first");
            if (context.Existing.Properties.ObjectId is { } principal) await BridgeRole.RemoveAsync(context.Azure, context.Id, principal, cancellation);
            await registrations.DeleteAsync(context.Id, cancellation);
        }

        context.Existing = null;
        return await registrations.PutAsync(context.Id, token.Reveal(), cancellation);
    }

    /// <summary>Microsoft tells the rule, but not the service's code for it.</summary>
    private static bool IsForExpiry(ArmException refused) =>
        refused.Error.Code == "RegistrationExpired"
        || (refused.StatusCode is 400 or 409 && refused.Error.Message.Contains("expired", StringComparison.OrdinalIgnoreCase));

    private static async Task ProveExtendedAsync(RegistrationContext context, CancellationToken cancellation)
    {
        var key = await context.Azure.Arm.Registrations.GetActivationKeyAsync(context.Id, cancellation);
        var (before, after) = (context.ExpiresAt, ActivationKeyCodec.ExpiresAt(ActivationKeyCodec.Inspect(key).Key));
        context.ExpiresAt = after;
        // Another agreement may end earlier than the former one did; whoever names it has chosen it.
        if (before is { } former && after <= former && context.Former?.AgreementNumber == context.Values.AgreementNumber)
        {
            throw new CataloguedException(
                ErrorCatalogue.RenewalDidNotExtend, $"'{context.Id.Name}' still ends on {Day(after)}, the end of agreement {context.Values.AgreementNumber}.");
        }
    }

    private static string Day(DateTimeOffset? at) => at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "a day not told";

    public override async Task<string?> UndoAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        if (memory[Was] == Absent)
        {
            if (await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation) is not { } made) return null;
            // The role assignment would outlive the registration as one to an unknown principal.
            if (made.Properties.ObjectId is { } objectId) await BridgeRole.RemoveAsync(context.Azure, context.Id, objectId, cancellation);
            return await context.Azure.Arm.Registrations.DeleteAsync(context.Id, cancellation) ? $"registration {context.Id.Name}" : null;
        }

        if (memory[Lock] != Lifted || await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation) is null) return null;
        await RegistrationLock.SetAsync(context.Azure, context.Id, cancellation);
        return $"lock {WellKnown.RegistrationLockName} (set again)";
    }

    private static string NodesOf(int count) => count == 0 ? "not told" : count.ToString(CultureInfo.InvariantCulture);

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
        if (context.HardwareDiffers) changes.Add(PlannedChange.Change("nodes", NodesOf(context.RegisteredNodes), NodesOf(context.Information.Nodes)));
        if (context is { Request.Renew: true, EndsSoon: true })
        {
            changes.Add(PlannedChange.Change("end", Day(context.ExpiresAt), "that of the agreement"));
            if (context.IsExpired) changes.Add(PlannedChange.Change(subject, "expired", "made again, where Azure demands it"));
        }

        if (changes.Count == 0 && !string.Equals(context.BridgeObjectId, context.Existing?.Properties.ObjectId, StringComparison.OrdinalIgnoreCase))
            changes.Add(PlannedChange.Change(subject, "the former bridge", "the new bridge"));
        if (changes.Count == 0) changes.Add(PlannedChange.Change(subject, "the former token", "a new one that says the same"));
        return changes;
    }
}
