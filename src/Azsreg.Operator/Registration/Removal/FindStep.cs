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
        context.Information = await context.Stamp.GetStampInformationAsync(cancellation);
        context.Reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: false, cancellation);

        var own = await FindOwnAsync(context, cancellation);
        context.Existing = context.Request.RegistrationName is { } name ? await NamedAsync(context, name, own, cancellation) : own;
        var remembered = context.MemoryOf("registration");
        context.Id = context.Existing is { } existing ? ArmResourceId.Parse(existing.Id)
            : ArmResourceId.TryParse(remembered["id"], out var id) ? id
            : null;
        context.BridgeObjectId = context.Existing?.Properties.ObjectId ?? remembered["bridge"];

        if (context.Id is null && context.Reading.RegistrationId is { } elsewhere)
        {
            throw new CataloguedException(
                ErrorCatalogue.RegistrationNotFound,
                $"The stamp is activated with a registration that is not in {context.Subscription.DisplayName}: {elsewhere}.",
                ArmResourceId.TryParse(elsewhere, out var there) && there.SubscriptionId is { } subscription
                    ? [$"azsreg account set --subscription {subscription}"]
                    : ["azsreg account list"]);
        }

        if (context.Existing is not null) await RegistrationLock.DemandRemovableAsync(azure, context.Id!, cancellation);
        return StepCheck.Passed(context.Existing is null ? "not registered on Azure" : context.Existing.Name);
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
        try
        {
            await foreach (var one in context.Azure.Arm.Registrations.ListAsync(context.Azure.SubscriptionId, cancellation))
            {
                if (IsOf(one, context.CloudId)) return one;
            }
        }
        catch (ArmException refused) when (refused.Error.Code == "MissingSubscriptionRegistration" || refused.StatusCode == 404)
        {
            // A subscription that does not know the provider has no registrations.
        }

        return null;
    }

    private static bool IsOf(Protocol.Registration one, string cloudId) =>
        string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase);

    private static string WhereIs(Protocol.Registration one) => $"'{one.Name}' in {ArmResourceId.Parse(one.Id).ResourceGroupName}";

    private static string RightCommand(RemovalContext context, Protocol.Registration own) =>
        $"azsreg registration remove --stamp {context.StampSide.Name} --registration-name {own.Name} --resource-group {ArmResourceId.Parse(own.Id).ResourceGroupName}";
}
