using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>
/// Finds the registration of this very stamp. What is named but belongs to another stamp is refused, with the right one named; what is gone
/// on either side is fine.
/// </summary>
internal sealed class FindStep : WorkflowStep<RemovalContext>
{
    public override string Name => "find";

    public override string Title => "stamp and registration";

    public override async Task<StepCheck> CheckAsync(RemovalContext context, StepMemory memory, CancellationToken cancellation)
    {
        var azure = context.Azure;
        context.Subscription = await azure.Arm.Subscriptions.GetAsync(azure.SubscriptionId, cancellation);
        if (context.Request.StampIsGone)
        {
            context.Existing = await OfTheGoneAsync(context, cancellation);
        }
        else
        {
            context.Information = await context.Stamp.GetStampInformationAsync(cancellation);
            context.Reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: false, cancellation);
            var own = await FindOwnAsync(context, cancellation);
            context.Existing = context.Request.RegistrationName is { } name ? await NamedAsync(context, name, own, cancellation) : own;
        }

        var remembered = context.MemoryOf("registration");
        context.Id = context.Existing is { } existing ? ArmResourceId.Parse(existing.Id)
            : ArmResourceId.TryParse(remembered["id"], out var id) ? id
            : null;
        context.BridgeObjectId = context.Existing?.Properties.ObjectId ?? remembered["bridge"];
        if (context.Id is null) await DemandNotElsewhereAsync(context, cancellation);
        if (context.Existing is not null) await RegistrationLock.DemandRemovableAsync(azure, context.Id!, cancellation);
        return StepCheck.Passed(context.Existing is null ? "not registered on Azure" : context.Existing.Name);
    }

    /// <summary>
    /// Names the right subscription. One that the account sees and that does not have it any more is no reason to stop: then only the stamp is left.
    /// </summary>
    private static async Task DemandNotElsewhereAsync(RemovalContext context, CancellationToken cancellation)
    {
        var azure = context.Azure;
        var activated = ArmResourceId.TryParse(context.Reading.RegistrationId, out var id)
            && !string.Equals(id.SubscriptionId, azure.SubscriptionId, StringComparison.OrdinalIgnoreCase) ? id : null;
        var asked = context.Information?.CloudId ?? context.Request.CloudId;
        var found = asked is null ? null : await azure.FindElsewhere(asked, cancellation);
        var sees = activated is null || azure.VisibleSubscriptions.Contains(activated.SubscriptionId, StringComparer.OrdinalIgnoreCase);
        if ((found ?? (sees ? null : activated)) is { } elsewhere)
        {
            var whose = context.Request.StampIsGone ? $"--stamp-is-gone --cloud-id {asked}" : $"--stamp {context.StampSide.Name}";
            var command = $"azsreg registration remove {whose} --subscription {elsewhere.SubscriptionId}";
            throw new CataloguedException(
                ErrorCatalogue.RegisteredInOtherSubscription,
                $"It is not in {context.Subscription!.DisplayName} but in subscription {elsewhere.SubscriptionId}: '{elsewhere.Name}' in {elsewhere.ResourceGroupName}"
                + (found is null
                    ? $". So the stamp says; {azure.Account} sees no such subscription. Where nobody can reach it any more, azsreg offline deactivate ends the activation alone."
                    : "."),
                found is null ? ["azsreg login", command] : [command]);
        }

        if (context.Request.StampIsGone)
        {
            throw new CataloguedException(
                ErrorCatalogue.RegistrationNotFound, $"No registration of that name or cloud id is in {context.Subscription!.DisplayName}.", ["azsreg registration list"]);
        }
    }

    /// <summary>By name or by cloud id, both where both are given: there is no stamp to tell whether it is the right one.</summary>
    private static async Task<Protocol.Registration?> OfTheGoneAsync(RemovalContext context, CancellationToken cancellation)
    {
        var (name, cloudId, group) = (context.Request.RegistrationName, context.Request.CloudId, context.Request.ResourceGroup);
        if (name is null && cloudId is null)
            throw new CataloguedException(ErrorCatalogue.RegistrationNotNamed, "Neither a name nor a cloud id was given.", ["azsreg registration list"]);
        var found = (await AllAsync(context, cancellation)).Where(one =>
            (name is null || one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            && (cloudId is null || IsOf(one, cloudId))
            && (group is null || string.Equals(ArmResourceId.Parse(one.Id).ResourceGroupName, group, StringComparison.OrdinalIgnoreCase))).ToList();
        return found.Count <= 1
            ? found.FirstOrDefault()
            : throw new CataloguedException(
                ErrorCatalogue.RegistrationNotNamed,
                $"'{name}' is in several groups: {string.Join(", ", found.Select(one => ArmResourceId.Parse(one.Id).ResourceGroupName))}.",
                [$"azsreg registration remove --stamp-is-gone --registration-name {name} --resource-group {ArmResourceId.Parse(found[0].Id).ResourceGroupName}"]);
    }

    private static async Task<Protocol.Registration?> NamedAsync(
        RemovalContext context, string name, Protocol.Registration? own, CancellationToken cancellation)
    {
        var group = context.Request.ResourceGroup ?? (own is null ? WellKnown.DefaultResourceGroup : ArmResourceId.Parse(own.Id).ResourceGroupName!);
        if (!ArmResourceId.TryParse($"/subscriptions/{context.Azure.SubscriptionId}/resourceGroups/{group}/providers/{WellKnown.RegistrationType}/{name}", out var id))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{name}' in '{group}' cannot be a registration's name.");
        var named = await context.Azure.Arm.Registrations.TryGetAsync(id, cancellation);
        if (named is null)
        {
            return own is null
                ? null
                : throw new CataloguedException(
                    ErrorCatalogue.RegistrationNotFound, $"There is no '{name}' in {group}; this stamp ({context.CloudId}) is registered as {WhereIs(own)}.", [RightCommand(context, own)]);
        }

        if (IsOf(named, context.CloudId)) return named;
        throw new CataloguedException(
            ErrorCatalogue.RegistrationOfAnotherStamp,
            $"'{name}' in {group} is bound to cloud id {named.Properties.CloudId ?? "(not told)"}; this stamp is {context.CloudId}"
            + (own is null ? " and has no registration in this subscription." : $", registered as {WhereIs(own)}."),
            own is null ? ["azsreg registration list"] : [RightCommand(context, own)]);
    }

    private static async Task<Protocol.Registration?> FindOwnAsync(RemovalContext context, CancellationToken cancellation)
    {
        var all = await AllAsync(context, cancellation);
        return all.FirstOrDefault(one => IsOf(one, context.CloudId));
    }

    private static async Task<IReadOnlyList<Protocol.Registration>> AllAsync(RemovalContext context, CancellationToken cancellation)
    {
        var all = new List<Protocol.Registration>();
        try
        {
            await foreach (var one in context.Azure.Arm.Registrations.ListAsync(context.Azure.SubscriptionId, cancellation)) all.Add(one);
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration" || refused.StatusCode == 404)
        {
            // A subscription that does not know the provider has no registrations.
        }

        return all;
    }

    private static bool IsOf(Protocol.Registration one, string cloudId) =>
        string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase);

    private static string WhereIs(Protocol.Registration one) => $"'{one.Name}' in {ArmResourceId.Parse(one.Id).ResourceGroupName}";

    private static string RightCommand(RemovalContext context, Protocol.Registration own) =>
        $"azsreg registration remove --stamp {context.StampSide.Name} --registration-name {own.Name} --resource-group {ArmResourceId.Parse(own.Id).ResourceGroupName}";
}
