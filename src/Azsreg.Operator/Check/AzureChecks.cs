using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>What is on Azure already, and what of it stands in the way.</summary>
internal static class AzureChecks
{
    private const int MostSubscriptions = 20;

    public static async Task<CheckRow> ProviderAsync(CheckContext context)
    {
        const string name = "provider";
        await context.Azure.NeedAsync();
        var provider = await context.Provider.OwnAsync();
        return provider.IsRegistered
            ? CheckRow.Ok(name, $"{provider.Namespace} is registered for the subscription")
            : CheckRow.Warning(
                name, $"{provider.Namespace} is {provider.RegistrationState ?? "not registered"} for the subscription",
                "azsreg registration set registers it; to do it beforehand: azsreg provider register Microsoft.AzureStack");
    }

    public static async Task<CheckRow> GroupAsync(CheckContext context)
    {
        const string name = "resource group";
        await context.Azure.NeedAsync();
        var group = await context.Group.OwnAsync();
        if (group is null) return CheckRow.Ok(name, "is made with the registration");
        return group.Properties?.ProvisioningState == "Deleting"
            ? CheckRow.Failed(name, ErrorCatalogue.AzureRefused, $"{group.Name} is being deleted", "Wait until it is gone, or name another one with --resource-group.")
            : CheckRow.Ok(name, $"{group.Name} in {group.Location}");
    }

    /// <summary>Both clashes that Azure refuses for good: of the name, and of the cloud id.</summary>
    public static async Task<CheckRow> NamesAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "names";
        var session = await context.Azure.NeedAsync();
        await context.CloudId.NeedAsync();
        var found = await context.Registration.OwnAsync();
        if (found.IsOfAnotherStamp)
        {
            return CheckRow.Failed(
                name, ErrorCatalogue.RegistrationOfAnotherStamp,
                $"'{found.Id.Name}' in {found.Id.ResourceGroupName} is bound to cloud id {found.Existing!.Properties.CloudId ?? "(not told)"}; this stamp is {found.CloudId}",
                $"Use another name: --registration-name {WellKnown.DefaultRegistrationName(found.CloudId)}");
        }

        if (found.OwnElsewhere is { } own)
        {
            return CheckRow.Failed(
                name, ErrorCatalogue.StampRegisteredElsewhere, $"the stamp is registered as '{own.Name}' in {ArmResourceId.Parse(own.Id).ResourceGroupName}",
                $"Use that name: --registration-name {own.Name} --resource-group {ArmResourceId.Parse(own.Id).ResourceGroupName}");
        }

        if (found.Existing is { } existing)
            return CheckRow.Ok(name, $"{found.Id.Name} is this stamp's, {existing.Properties.BillingModel}; azsreg registration set changes it in place");
        var (elsewhere, subscription, looked) = await LookElsewhereAsync(context, found.CloudId, cancellation);
        if (elsewhere is not null)
        {
            return CheckRow.Failed(
                name, ErrorCatalogue.StampRegisteredElsewhere, $"the stamp is registered as '{elsewhere.Name}' in the subscription {subscription}",
                $"Use that one: azsreg account set --subscription \"{subscription}\". Or remove it there first: azsreg registration remove --subscription \"{subscription}\"");
        }

        return CheckRow.Ok(name, $"{found.Id.Name} is free, and cloud id {found.CloudId} is registered in none of {looked} subscription{(looked == 1 ? "" : "s")} this account sees at {session.Subscription?.TenantName ?? session.TenantId}");
    }

    public static async Task<CheckRow> LocksAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "locks";
        var session = await context.Azure.NeedAsync();
        // Without the stamp's cloud id the group is still worth a look.
        var found = await context.Registration.TryAsync();
        var group = await context.Group.NeedAsync();
        var id = found?.Id ?? ArmResourceId.Parse(
            $"/subscriptions/{context.SubscriptionId}/resourceGroups/{group?.Name ?? WellKnown.DefaultResourceGroup}/providers/{WellKnown.RegistrationType}/any");
        var scope = found?.Existing is not null ? id.ToString() : group is not null ? id.Parent!.ToString() : $"/subscriptions/{context.SubscriptionId}";
        var (ours, strangers) = (false, new List<ManagementLock>());
        await foreach (var one in session.Arm.Locks.ListAsync(scope, cancellation))
        {
            if (RegistrationLock.IsOurs(one, id)) ours = true;
            else if (RegistrationLock.Reaches(one, id)) strangers.Add(one);
        }

        var seen = string.Join(", ", strangers.Select(one => $"'{one.Name}' ({one.Properties.Level}) on {Where(one)}{(one.Properties.Notes is { Length: > 0 } notes ? $": {notes}" : "")}"));
        if (strangers.Exists(one => one.Properties.Level == "ReadOnly"))
            return CheckRow.Failed(name, ErrorCatalogue.LockedBySomeoneElse, seen, "Ask its owner to lift it; under a ReadOnly lock nothing can be registered or changed.");
        if (strangers.Count > 0)
            return CheckRow.Warning(name, seen, "Registering works; removing will be refused until its owner lifts it.");
        if (found?.Existing is null) return CheckRow.Ok(name, "none in the way");
        return ours
            ? CheckRow.Ok(name, $"{WellKnown.RegistrationLockName} is set, and no other")
            : CheckRow.Warning(name, $"{WellKnown.RegistrationLockName} is missing, so the registration can be deleted by accident", "azsreg registration set puts it back.");
    }

    /// <summary>The service principal by which a registered stamp is known, and its role.</summary>
    public static async Task<CheckRow> BridgeAsync(CheckContext context, CancellationToken cancellation)
    {
        const string name = "bridge principal";
        var session = await context.Azure.NeedAsync();
        var found = await context.Registration.NeedAsync();
        if (found.Existing is null) return CheckRow.Ok(name, "is made by the stamp when it is registered");
        if (found.Existing.Properties.ObjectId is not { Length: > 0 } objectId) return CheckRow.Ok(name, "none: the registration was made without a line");
        const string fix = "azsreg registration set has the stamp make a new one and gives it its role.";
        var azure = RegistrationSides.Of(session);
        var exists = await BridgePrincipal.ExistsAsync(azure, objectId, cancellation);
        if (exists == false) return CheckRow.Warning(name, $"{objectId} is gone from the directory: no marketplace, no usage upload", fix);
        if (!await BridgeRole.IsAssignedAsync(azure, found.Id, objectId, cancellation))
            return CheckRow.Warning(name, $"{objectId} lacks the role '{WellKnown.RegistrationOwnerRole}' on the registration", fix);
        return exists is null
            ? CheckRow.Ok(name, $"{objectId} has its role; the directory does not let this account see more")
            : CheckRow.Ok(name, $"{objectId} is there and has its role");
    }

    /// <summary>The rules that <c>registration set</c> would apply, with what is known of stamp and subscription.</summary>
    public static async Task<CheckRow> BillingAsync(CheckContext context)
    {
        const string name = "billing rules";
        var request = context.Request;
        if (request.BillingModel is not { } model)
        {
            if (request is { AgreementNumber: null, MsAssetTag: null } && await context.Registration.TryAsync() is { Existing: { } registered, IsOfAnotherStamp: false })
                return CheckRow.Ok(name, $"{registered.Properties.BillingModel} as registered; another one is checked with --billing-model");
            return request is { AgreementNumber: null, MsAssetTag: null }
                ? CheckRow.NotChecked(name, "no billing model was given", $"Give the one you mean: --billing-model {string.Join('|', Enum.GetNames<BillingModel>())}")
                : CheckRow.Failed(name, ErrorCatalogue.BillingRulesBroken, "an agreement number or asset tag goes with a billing model", "Give --billing-model as well.");
        }

        var problems = BillingRules.Check(new BillingRequest(
            model,
            AgreementNumber: request.AgreementNumber,
            MsAssetTag: request.MsAssetTag,
            StampVersion: (await context.StampAnswer.TryAsync())?.Information.Version,
            QuotaId: (await context.Subscription.TryAsync())?.SubscriptionPolicies?.QuotaId));
        return problems.Count == 0
            ? CheckRow.Ok(name, $"{model} goes with this subscription and stamp")
            : CheckRow.Failed(name, ErrorCatalogue.BillingRulesBroken, string.Join(' ', problems.Select(problem => $"{problem.Code}: {problem.Message}")));
    }

    /// <summary>Azure refuses a cloud id that any subscription has registered, and says so only when it is put.</summary>
    private static async Task<(Protocol.Registration? Found, string? Subscription, int Looked)> LookElsewhereAsync(
        CheckContext context, string cloudId, CancellationToken cancellation)
    {
        var session = await context.Azure.NeedAsync();
        var looked = 1;
        var others = session.Account.Subscriptions
            .Where(one => string.Equals(one.TenantId, session.TenantId, StringComparison.OrdinalIgnoreCase))
            .Where(one => !string.Equals(one.Id, context.SubscriptionId, StringComparison.OrdinalIgnoreCase));
        foreach (var other in others.Take(MostSubscriptions))
        {
            try
            {
                await foreach (var one in session.Arm.Registrations.ListAsync(other.Id, cancellation))
                {
                    if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) return (one, other.Name, looked);
                }

                looked++;
            }
            catch (ArmException refused) when (refused.StatusCode is 403 or 404 or 409)
            {
                // One that may not be read, or that does not know the provider, tells nothing.
            }
        }

        return (null, null, looked);
    }

    private static string Where(ManagementLock one) => ArmResourceId.TryParse(one.Id, out var id) && id.Parent is { } scope
        ? scope.ResourceGroupName is null ? "the subscription" : scope.ResourceType == ArmResourceId.ResourceGroupType ? $"resource group {scope.ResourceGroupName}" : scope.Name
        : "a scope above";
}
