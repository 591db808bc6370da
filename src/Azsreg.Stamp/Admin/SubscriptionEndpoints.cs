using Azsreg.ArmServer;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary>The tenant, the Default Provider Subscription and its resource groups.</summary>
internal static class SubscriptionEndpoints
{
    private const string ReadGroups = "Microsoft.Resources/subscriptions/resourceGroups/read";

    public static void MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tenants", ListTenants).RequireArm(null, AdminVersions.Subscriptions);
        routes.MapGet("/subscriptions", ListAsync).RequireArm(null, AdminVersions.Subscriptions);
        routes.MapGet("/subscriptions/{subscriptionId}", Get).RequireArm("Microsoft.Resources/subscriptions/read", AdminVersions.Subscriptions);
        routes.MapGet("/subscriptions/{subscriptionId}/locations", ListLocations).RequireArm("Microsoft.Resources/subscriptions/locations/read", AdminVersions.Subscriptions);
        routes.MapGet("/subscriptions/{subscriptionId}/resourceGroups", ListGroupsAsync).RequireArm(ReadGroups, AdminVersions.ResourceGroups);
        routes.MapGet("/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}", GetGroupAsync).RequireArm(ReadGroups, AdminVersions.ResourceGroups);
    }

    private static IResult ListTenants(StampFacts facts) =>
        ArmResults.Ok(new Protocol.ArmPage<TenantShape>([new($"/tenants/{facts.AdminTenantId}", facts.AdminTenantId.ToString())]));

    /// <summary>Lists what the caller has a role on: the one subscription, or nothing.</summary>
    private static async Task<IResult> ListAsync(ArmRequest request, StampFacts facts, StampAccess access) =>
        ArmResults.Ok(new Protocol.ArmPage<SubscriptionShape>(
            await access.MayAsync(AdminCaller.Of(request), "Microsoft.Resources/subscriptions/read", request.Aborted) ? [Shape(facts)] : []));

    private static IResult Get(StampFacts facts) => ArmResults.Ok(Shape(facts));

    private static IResult ListLocations(StampFacts facts) => ArmResults.Ok(new Protocol.ArmPage<LocationShape>(
        [new($"/subscriptions/{facts.ProviderSubscriptionId}/locations/{facts.Region}", facts.Region, facts.Region)]));

    private static async Task<IResult> ListGroupsAsync(ArmRequest request, StampFacts facts, SqlDatabase database)
    {
        await using var connection = await database.OpenAsync(request.Aborted);
        var names = await connection.QueryAsync<string>("select name from resource_groups order by name");
        return ArmResults.Ok(new Protocol.ArmPage<GroupShape>([.. names.Append(facts.HealthResourceGroup).Select(name => Shape(facts, name))]));
    }

    private static async Task<IResult> GetGroupAsync(ArmRequest request, string resourceGroup, StampFacts facts, SqlDatabase database)
    {
        if (resourceGroup.Equals(facts.HealthResourceGroup, StringComparison.OrdinalIgnoreCase))
            return ArmResults.Ok(Shape(facts, facts.HealthResourceGroup));
        await using var connection = await database.OpenAsync(request.Aborted);
        var name = await connection.ExecuteScalarAsync<string?>(
            "select name from resource_groups where lower(name) = @name", new { name = resourceGroup.ToLowerInvariant() });
        return ArmResults.Ok(Shape(facts, name ?? throw StampErrors.ResourceGroupNotFound(resourceGroup)));
    }

    private static SubscriptionShape Shape(StampFacts facts) => new(
        $"/subscriptions/{facts.ProviderSubscriptionId}",
        facts.ProviderSubscriptionId.ToString(),
        "Default Provider Subscription",
        facts.AdminTenantId.ToString(),
        "Enabled",
        new SubscriptionPolicies("Internal_2014-09-01", "Off"),
        "RoleBased");

    private static GroupShape Shape(StampFacts facts, string name) => new(
        $"/subscriptions/{facts.ProviderSubscriptionId}/resourceGroups/{name}",
        name,
        ArmResourceId.ResourceGroupType,
        facts.Region,
        new GroupProperties("Succeeded"));

    private sealed record TenantShape(string Id, string TenantId);

    private sealed record SubscriptionShape(
        string Id, string SubscriptionId, string DisplayName, string TenantId, string State, SubscriptionPolicies SubscriptionPolicies, string AuthorizationSource);

    private sealed record SubscriptionPolicies(string QuotaId, string SpendingLimit);

    private sealed record LocationShape(string Id, string Name, string DisplayName);

    private sealed record GroupShape(string Id, string Name, string Type, string Location, GroupProperties Properties);

    private sealed record GroupProperties(string ProvisioningState);
}
