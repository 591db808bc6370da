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

        context.Id = IdOf(
            context,
            request.ResourceGroup ?? registeredId?.ResourceGroupName ?? WellKnown.DefaultResourceGroup,
            request.RegistrationName ?? registeredId?.Name ?? WellKnown.DefaultRegistrationName(cloudId));
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

        context.BridgeObjectId = context.Existing?.Properties.ObjectId;
        if (context.Existing is not null) await ReadRegisteredAsync(context, cancellation);
        return StepCheck.Passed(context.Existing is null ? $"{context.Id.Name}, free" : $"{context.Id.Name}, this stamp's");
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
            context.Registered = RegistrationValues.From(ActivationKeyCodec.Inspect(key).Key);
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
