using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary><c>Microsoft.AzureBridge.Admin/activations</c>, api-version 2016-01-01.</summary>
internal static class ActivationEndpoints
{
    public const string Group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.AzureBridge.Admin/activations";

    private const string Type = "Microsoft.AzureBridge.Admin/activations";

    public static void MapActivations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Group, ListAsync).RequireArm(StampActions.ReadActivation, AdminVersions.Activations);
        routes.MapGet(Group + "/{activation}", GetAsync).RequireArm(StampActions.ReadActivation, AdminVersions.Activations);
        routes.MapPut(Group + "/{activation}", PutAsync).RequireArm(StampActions.WriteActivation, AdminVersions.Activations);
        routes.MapDelete(Group + "/{activation}", DeleteAsync).RequireArm(StampActions.DeleteActivation, AdminVersions.Activations);
        routes.MapGet(Group + "/{activation}/configuration", GetConfigurationAsync).RequireArm(StampActions.ReadActivation, AdminVersions.Activations);
    }

    /// <summary>Sees to it that group and name of a path are those of the stamp's one activation.</summary>
    public static async Task CheckPathAsync(ArmRequest request, ActivationStore store, string resourceGroup, string? activation)
    {
        if (!resourceGroup.Equals(WellKnown.ActivationResourceGroup, StringComparison.OrdinalIgnoreCase) || !await store.GroupExistsAsync(request.Aborted))
            throw StampErrors.ResourceGroupNotFound(resourceGroup);
        if (activation is not null && !activation.Equals(WellKnown.ActivationName, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceNotFound($"{Type}/{activation}", WellKnown.ActivationResourceGroup);
    }

    private static async Task<IResult> ListAsync(
        ArmRequest request, string resourceGroup, ActivationService service, ActivationStore store, StampFacts facts)
    {
        await CheckPathAsync(request, store, resourceGroup, null);
        var found = await service.FindAsync(AdminCaller.Of(request), request.Aborted);
        return ArmResults.Ok(new Protocol.ArmPage<Protocol.Activation>(found is null ? [] : [Shape(found, service, facts)]));
    }

    private static async Task<IResult> GetAsync(
        ArmRequest request, string resourceGroup, string activation, ActivationService service, ActivationStore store, StampFacts facts)
    {
        await CheckPathAsync(request, store, resourceGroup, activation);
        var found = await service.FindAsync(AdminCaller.Of(request), request.Aborted) ?? throw NotFound();
        return ArmResults.Ok(Shape(found, service, facts));
    }

    private static async Task<IResult> PutAsync(
        ArmRequest request, string resourceGroup, string activation, ActivationService service, ActivationStore store, StampFacts facts)
    {
        if (!resourceGroup.Equals(WellKnown.ActivationResourceGroup, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceGroupNotFound(resourceGroup);
        if (!activation.Equals(WellKnown.ActivationName, StringComparison.OrdinalIgnoreCase))
            throw StampErrors.ResourceNotFound($"{Type}/{activation}", WellKnown.ActivationResourceGroup);
        var body = await request.ReadAsync<ActivationBody>();
        var caller = AdminCaller.Of(request);
        try
        {
            if (body.ActivationKey is { Length: > 0 } key)
                return ArmResults.Ok(Shape(await service.ActivateAsync(caller, new Secret(key), request.Aborted), service, facts));
        }
        catch (CommandFailure refusal)
        {
            throw StampErrors.Of(refusal);
        }

        // Without a key nothing can be activated; of an activation that is there only the name is anyone's to choose.
        await CheckPathAsync(request, store, resourceGroup, activation);
        if (body.DisplayName is not { Length: > 0 and <= 128 } name)
            throw ArmErrors.InvalidRequestContent("displayName, of 1 to 128 characters, is required.");
        var renamed = await service.RenameAsync(caller, name, request.Aborted) ?? throw NotFound();
        return ArmResults.Ok(Shape(renamed, service, facts));
    }

    private static async Task<IResult> DeleteAsync(
        ArmRequest request, string resourceGroup, string activation, ActivationService service, ActivationStore store, StampFacts facts)
    {
        await CheckPathAsync(request, store, resourceGroup, activation);
        var caller = AdminCaller.Of(request);
        var former = await service.FindAsync(caller, request.Aborted);
        return await service.RemoveAsync(caller, request.Aborted) && former is not null
            ? ArmResults.Ok(Shape(former, service, facts))
            : ArmResults.NoContent();
    }

    private static async Task<IResult> GetConfigurationAsync(
        ArmRequest request, string resourceGroup, string activation, ActivationService service, ActivationStore store, StampFacts facts)
    {
        await CheckPathAsync(request, store, resourceGroup, activation);
        _ = await service.FindAsync(AdminCaller.Of(request), request.Aborted) ?? throw NotFound();
        return ArmResults.Ok(new BridgeConfiguration(facts.StampVersion, facts.IdentitySystem.ToString()));
    }

    private static ArmException NotFound() =>
        StampErrors.ResourceNotFound($"{Type}/{WellKnown.ActivationName}", WellKnown.ActivationResourceGroup);

    private static Protocol.Activation Shape(ActivationRecord record, ActivationService service, StampFacts facts) => new(
        service.ResourceId,
        WellKnown.ActivationName,
        Type,
        facts.Region,
        new ActivationProperties(
            record.DisplayName,
            record.RegistrationId,
            record.ExpiresAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            record.MarketplaceSyndicationEnabled,
            record.UsageReportingEnabled,
            "Succeeded",
            record.Environment,
            KeepsDownloadedProducts: true),
        Timestamp.EntityTag(record.ChangedAt));

    /// <summary>Body of the PUT: the bare bag of properties, as the specification has it. <c>activationKey</c> is this stamp's own addition.</summary>
    private sealed record ActivationBody(string? DisplayName, string? ActivationKey);

    private sealed record BridgeConfiguration(string DeviceVersion, string IdentitySystem);
}
