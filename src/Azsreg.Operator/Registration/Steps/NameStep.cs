using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>
/// Which registration it is: the one this stamp has, or a name that is free. A cloud id has one registration and a registration one cloud id,
/// both for good, so both clashes are found here, before the stamp makes a service principal that nobody would need.
/// </summary>
internal sealed class NameStep : WorkflowStep<RegistrationContext>
{
    /// <summary>ARM allows 260 characters in a name.</summary>
    private const int LongestName = 260;

    public override string Name => "name";

    public override string Title => "registration name";

    public override IReadOnlyList<string> Needs => ["account", "provider", "stamp"];

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        var request = context.Request;
        var cloudId = context.Information.CloudId;
        var registered = await FindByCloudIdAsync(context, cloudId, cancellation);
        var registeredId = registered is null ? null : ArmResourceId.Parse(registered.Id);

        // Somebody may have deleted it, or a renewal that was cut off has: then it is made again where it was.
        var own = registeredId ?? Formerly(context, memory);
        context.Id = IdOf(
            context,
            request.ResourceGroup ?? own?.ResourceGroupName ?? WellKnown.DefaultResourceGroup,
            request.RegistrationName ?? own?.Name ?? WellKnown.DefaultRegistrationName(cloudId));
        context.Existing = registeredId is not null && registeredId.Equals(context.Id)
            ? registered
            : await context.Azure.Arm.Registrations.TryGetAsync(context.Id, cancellation);

        if (context.Existing is { } existing && !IsOf(existing, cloudId))
        {
            throw new CataloguedException(
                ErrorCatalogue.RegistrationOfAnotherStamp,
                $"'{context.Id.Name}' in {context.Id.ResourceGroupName} is bound to cloud id {existing.Properties.CloudId ?? "(not told)"}; this stamp is {cloudId}.",
                [$"{context.SetCommand} --registration-name {WellKnown.DefaultRegistrationName(cloudId)}"]);
        }

        if (registeredId is not null && !registeredId.Equals(context.Id))
        {
            throw new CataloguedException(
                ErrorCatalogue.StampRegisteredElsewhere,
                $"Cloud id {cloudId} is registered as '{registeredId.Name}' in {registeredId.ResourceGroupName}.",
                [
                    $"{context.SetCommand} --registration-name {registeredId.Name} --resource-group {registeredId.ResourceGroupName}",
                    $"{context.RemoveCommand} --registration-name {registeredId.Name} --resource-group {registeredId.ResourceGroupName}",
                ]);
        }

        if (context.Existing is null) await DemandNotElsewhereAsync(context, cloudId, cancellation);

        context.BridgeObjectId = context.Existing?.Properties.ObjectId;
        if (context.Existing is not null) await ReadRegisteredAsync(context, cancellation);
        else if (own is not null) context.Recalled = Recall(context);
        return StepCheck.Passed(
            context.Existing is not null ? $"{context.Id.Name}, this stamp's"
            : context.Recalled is not null ? $"{context.Id.Name}, gone from Azure"
            : $"{context.Id.Name}, free") with { Notes = Differences(context) };
    }

    /// <summary>Where the two sides say different things, which registering again settles as Azure has it.</summary>
    private static List<string> Differences(RegistrationContext context)
    {
        var notes = new List<string>();
        if (!context.Request.Reregister || context is not { Registered: { } azure, Reading: { WasRead: true, RegistrationId: not null } stamp }) return notes;
        void Compare(string what, string? there, string? here)
        {
            if (here is not null && !string.Equals(there, here, StringComparison.OrdinalIgnoreCase))
                notes.Add($"The stamp has {what} {here}, Azure {there ?? "none"}; Azure's counts.");
        }

        Compare("billing model", azure.Model.ToString(), stamp.BillingModel);
        Compare("agreement number", azure.AgreementNumber, stamp.AgreementNumber);
        Compare("asset tag", azure.MsAssetTag, stamp.MsAssetTag);
        Compare("marketplace syndication", RegistrationValues.OnOff(azure.MarketplaceSyndication), OnOff(stamp.MarketplaceSyndication));
        Compare("usage reporting", RegistrationValues.OnOff(azure.UsageReporting), OnOff(stamp.UsageReporting));
        return notes;
    }

    private static string? OnOff(bool? on) => on is { } value ? RegistrationValues.OnOff(value) : null;

    /// <summary>Where the registration was that this subscription does not have any more, by the journal's word or by the activation's.</summary>
    private static ArmResourceId? Formerly(RegistrationContext context, StepMemory memory)
    {
        if (ArmResourceId.TryParse(context.MemoryOf("registration")["id"], out var remembered)) return remembered;
        return ArmResourceId.TryParse(context.Reading?.RegistrationId, out var activated) && IsInUse(context, activated.SubscriptionId) ? activated : null;
    }

    private static bool IsInUse(RegistrationContext context, string? subscriptionId) =>
        string.Equals(subscriptionId, context.Azure.SubscriptionId, StringComparison.OrdinalIgnoreCase);

    /// <summary>What it said: the stamp's own record tells, else what was registered from here.</summary>
    private static RegistrationValues? Recall(RegistrationContext context)
    {
        var recorded = context.History.Find(context.Id);
        if (!Enum.TryParse<BillingModel>(context.Reading?.BillingModel ?? recorded?.BillingModel, ignoreCase: true, out var model)) return null;
        return new RegistrationValues(
            model,
            context.Reading?.UsageReporting ?? BillingRules.DefaultUsageReporting(model),
            context.Reading?.MarketplaceSyndication ?? true,
            context.Reading?.AgreementNumber ?? recorded?.AgreementNumber,
            context.Reading?.MsAssetTag ?? recorded?.MsAssetTag);
    }

    /// <summary>
    /// A stamp that changes its subscription is removed there first. The stamp's own record counts where the account cannot see for itself.
    /// </summary>
    private static async Task DemandNotElsewhereAsync(RegistrationContext context, string cloudId, CancellationToken cancellation)
    {
        var activated = ArmResourceId.TryParse(context.Reading?.RegistrationId, out var id) && !IsInUse(context, id.SubscriptionId) ? id : null;
        var found = await context.Azure.FindElsewhere(cloudId, cancellation);
        var sees = activated is null || context.Azure.VisibleSubscriptions.Contains(activated.SubscriptionId, StringComparer.OrdinalIgnoreCase);
        if ((found ?? (sees ? null : activated)) is not { } elsewhere) return;
        var (stamp, there) = (context.StampSide.Name, elsewhere.SubscriptionId);
        var model = context.Request.BillingModel?.ToString() ?? context.Reading?.BillingModel ?? "MODEL";
        var agreement = context.Request.AgreementNumber is { } number ? $" --agreement-number {number}" : "";
        throw new CataloguedException(
            ErrorCatalogue.RegisteredInOtherSubscription,
            $"Cloud id {cloudId} is registered as '{elsewhere.Name}' in {elsewhere.ResourceGroupName} of subscription {there}"
            + (found is null ? $"; so the stamp says, and {context.Azure.Account} sees no such subscription." : "."),
            [
                .. found is null ? ["azsreg login"] : Array.Empty<string>(),
                $"azsreg registration remove --stamp {stamp} --subscription {there}",
                $"azsreg account set --subscription {context.Azure.SubscriptionId}",
                $"azsreg registration set --stamp {stamp} --billing-model {model}{agreement}",
            ]);
    }

    /// <summary>
    /// A registration does not tell its flags and agreement; the key made from it does. Fetching one changes nothing, and what cannot be
    /// read is only not known then.
    /// </summary>
    private static async Task ReadRegisteredAsync(RegistrationContext context, CancellationToken cancellation)
    {
        try
        {
            var key = await context.Azure.Arm.Registrations.GetActivationKeyAsync(context.Id, cancellation);
            var content = ActivationKeyCodec.Inspect(key).Key;
            context.Registered = RegistrationValues.From(content);
            context.ExpiresAt = ActivationKeyCodec.ExpiresAt(content);
            context.RegisteredNodes = content.HardwareInfo.Count;
            context.ActivationKey = new Secret(key);
        }
        catch (Exception unreadable) when (unreadable is TokenFormatException or ArmException { StatusCode: 400 or 403 or 404 or 409 })
        {
            context.Registered = null;
        }
    }

    private static async Task<Protocol.Registration?> FindByCloudIdAsync(RegistrationContext context, string cloudId, CancellationToken cancellation)
    {
        try
        {
            await foreach (var one in context.Azure.Arm.Registrations.ListAsync(context.Azure.SubscriptionId, cancellation))
            {
                if (IsOf(one, cloudId)) return one;
            }
        }
        catch (ArmException refused) when (refused.StatusCode is 404 or 409 && !context.ProviderRegistered)
        {
            // Azure may refuse to list what the subscription is not registered for; then there is nothing to list.
        }

        return null;
    }

    private static bool IsOf(Protocol.Registration registration, string cloudId) =>
        string.Equals(registration.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase);

    private static ArmResourceId IdOf(RegistrationContext context, string group, string name)
    {
        if (name.Length <= LongestName && group.Length <= 90
            && ArmResourceId.TryParse($"{context.SubscriptionScope}/resourceGroups/{group}/providers/{WellKnown.RegistrationType}/{name}", out var id)
            && id.ResourceType.Equals(WellKnown.RegistrationType, StringComparison.OrdinalIgnoreCase))
        {
            return id;
        }

        throw new CataloguedException(
            ErrorCatalogue.InvalidOption,
            $"'{name}' in resource group '{group}' cannot be a registration's name: at most {LongestName} characters, and none of < > % & : \\ ? / #.");
    }
}
