using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>
/// Lists of all resources, whatever their provider, and the answer to ids no provider has an endpoint for: an unknown namespace,
/// an unknown type, or a resource of the resource manager's own that is not there.
/// </summary>
internal sealed class GenericResourceEndpoints(ResourceProviders providers, RoleAuthorization roles)
{
    private const string Group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var versions = ResourceManagerVersions.GenericResources;
        endpoints.MapArm("GET", "/subscriptions/{subscriptionId}/resources", ListAsync).RequireArm(null, versions);
        endpoints.MapArm("GET", Group + "/resources", ListAsync).RequireArm(null, versions);
        foreach (var method in (ReadOnlySpan<string>)["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"])
        {
            endpoints.MapArm(method, Group + "/providers/{ns}/{**rest}", RefuseAsync).RequireArm(null, null);
            endpoints.MapArm(method, "/subscriptions/{subscriptionId}/providers/{ns}/{type}/{**rest}", RefuseAsync).RequireArm(null, null);
        }
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage();
        var filter = ODataFilter.Of(request, "resourceType", "name", "resourceGroup", "location", "tagName", "tagValue");
        var expanded = request.Query("$expand") ?? "";
        var group = request.ResourceGroupName ?? filter["resourceGroup"];
        var all = new List<GenericResource>();
        foreach (var provider in providers.All)
            all.AddRange(await provider.ListAsync(request.SubscriptionId, group, request.Aborted).ConfigureAwait(false));

        var rows = new List<ResourceBody>();
        // A list shows what its caller may read, and nothing of the rest.
        foreach (var one in all.Where(one => Matches(one, filter)).OrderBy(one => one.Id, StringComparer.OrdinalIgnoreCase))
        {
            if (page.After is { } after && string.Compare(one.Id, after, StringComparison.OrdinalIgnoreCase) <= 0)
                continue;
            if (await roles.CheckAsync(request.Caller, one.Type + "/read", one.Id, request.Aborted).ConfigureAwait(false))
                rows.Add(ResourceBody.Of(one, expanded));
            if (rows.Count == page.Take)
                break;
        }

        if (rows.Count == 0 && !await roles.HasAnyAsync(request.Caller, request.Scope, request.Aborted).ConfigureAwait(false))
            throw ArmErrors.AuthorizationFailed(request.Caller, "Microsoft.Resources/subscriptions/resources/read", request.Scope);
        return ArmResults.Ok(request.Page(page, rows, row => row.Id));
    }

    private static bool Matches(GenericResource one, ODataFilter filter) =>
        Same(filter["resourceType"], one.Type) && Same(filter["name"], one.Name)
        && (filter["location"] is not { } location || AzureRegions.Normalize(location) == AzureRegions.Normalize(one.Location))
        && ResourceTags.Match(one.Tags, filter);

    private static bool Same(string? wanted, string actual) => wanted is null || wanted.Equals(actual, StringComparison.OrdinalIgnoreCase);

    private async Task<IResult> RefuseAsync(ArmRequest request)
    {
        var version = request.Query("api-version") ?? throw ArmErrors.MissingApiVersionParameter();
        var name = request.Route("ns");
        var provider = providers.Find(name) ?? throw ArmErrors.InvalidResourceNamespace(name);
        // Who may see nothing here learns nothing about what exists.
        if (!await roles.HasAnyAsync(request.Caller, request.Scope, request.Aborted).ConfigureAwait(false))
            throw ArmErrors.AuthorizationFailed(request.Caller, $"{provider.Namespace}/*/read", request.Scope);
        var path = request.HttpContext.Request.Path.Value!;
        var start = path.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) + "/providers/".Length + name.Length;
        var segments = path[start..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var type = string.Join('/', segments.Where((_, index) => index % 2 == 0));
        var known = provider.ResourceTypes.FirstOrDefault(one => one.Type.Equals(type, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            throw ArmErrors.InvalidResourceType(
                provider.Namespace, type, version, [.. provider.ResourceTypes.SelectMany(one => one.ApiVersions).Distinct().Order(StringComparer.Ordinal)]);
        }

        throw ArmErrors.MethodNotAllowed(request.Method, path);
    }

    private sealed record ResourceBody(
        string Id, string Name, string Type, string? Kind, string Location, IReadOnlyDictionary<string, string>? Tags, string? CreatedTime,
        string? ChangedTime, string? ProvisioningState)
    {
        public static ResourceBody Of(GenericResource one, string expanded) => new(
            one.Id, one.Name, one.Type, one.Kind, one.Location, one.Tags,
            expanded.Contains("createdTime", StringComparison.OrdinalIgnoreCase) ? Time(one.CreatedTime) : null,
            expanded.Contains("changedTime", StringComparison.OrdinalIgnoreCase) ? Time(one.ChangedTime) : null,
            expanded.Contains("provisioningState", StringComparison.OrdinalIgnoreCase) ? "Succeeded" : null);

        private static string? Time(DateTimeOffset? time) =>
            time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
    }
}
