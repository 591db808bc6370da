using Azsreg.ArmServer;
using Azsreg.Cloud.Resources;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Subscriptions;

/// <summary>Subscriptions and the locations they can use.</summary>
internal sealed class SubscriptionEndpoints(SubscriptionStore store, RoleAuthorization roles)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapArm("GET", "/subscriptions", ListAsync).RequireArm(null, ResourceManagerVersions.Subscriptions);
        endpoints.MapArm("GET", "/subscriptions/{subscriptionId}", GetAsync)
            .RequireArm("Microsoft.Resources/subscriptions/read", ResourceManagerVersions.Subscriptions);
        endpoints.MapArm("GET", "/subscriptions/{subscriptionId}/locations", ListLocations)
            .RequireArm("Microsoft.Resources/subscriptions/locations/read", ResourceManagerVersions.Subscriptions);
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage();
        var seen = new List<SubscriptionBody>();
        foreach (var one in await store.ListAsync(request.Caller.TenantId, request.Aborted).ConfigureAwait(false))
        {
            if (page.After is { } after && string.CompareOrdinal(one.SubscriptionId, after) <= 0)
                continue;
            // A right anywhere in a subscription shows it.
            if (await roles.HasAnyAsync(request.Caller, $"/subscriptions/{one.SubscriptionId}", request.Aborted).ConfigureAwait(false))
                seen.Add(SubscriptionBody.Of(one));
            if (seen.Count == page.Take)
                break;
        }

        return ArmResults.Ok(request.Page(page, seen, one => one.SubscriptionId));
    }

    private async Task<IResult> GetAsync(ArmRequest request) =>
        ArmResults.Ok(SubscriptionBody.Of((await store.FindAsync(request.SubscriptionId, request.Aborted).ConfigureAwait(false))!));

    private static Task<IResult> ListLocations(ArmRequest request)
    {
        var id = $"/subscriptions/{request.SubscriptionId}/locations/";
        return Task.FromResult(ArmResults.Ok(new ArmPage<LocationBody>(
        [
            .. AzureRegions.All.Select(region => new LocationBody(
                id + region.Name, region.Name, "Region", region.DisplayName, $"({region.GeographyGroup}) {region.DisplayName}",
                new LocationMetadata(
                    "Physical", region.Recommended ? "Recommended" : "Other", region.GeographyGroup, region.Longitude, region.Latitude,
                    region.PhysicalLocation, region.Paired is { } paired ? [new PairedRegion(paired, id + paired)] : []))),
        ])));
    }

    private sealed record SubscriptionBody(
        string Id, string AuthorizationSource, IReadOnlyList<string> ManagedByTenants, string SubscriptionId, string TenantId, string DisplayName,
        string State, SubscriptionPolicies SubscriptionPolicies)
    {
        public static SubscriptionBody Of(Subscription one) => new(
            $"/subscriptions/{one.SubscriptionId}", "RoleBased", [], one.SubscriptionId, one.TenantId, one.DisplayName, one.State.ToString(),
            new SubscriptionPolicies("Public_2014-09-01", one.QuotaId, one.SpendingLimit));
    }

    private sealed record SubscriptionPolicies(string LocationPlacementId, string QuotaId, string SpendingLimit);

    private sealed record LocationBody(string Id, string Name, string Type, string DisplayName, string RegionalDisplayName, LocationMetadata Metadata);

    private sealed record LocationMetadata(
        string RegionType, string RegionCategory, string GeographyGroup, string Longitude, string Latitude, string PhysicalLocation,
        IReadOnlyList<PairedRegion> PairedRegion);

    private sealed record PairedRegion(string Name, string Id);
}
