using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Resource groups.</summary>
internal sealed class ResourceGroupEndpoints(ResourceGroupStore groups, RoleAuthorization roles, ArmOperations operations)
{
    private const string Action = "Microsoft.Resources/subscriptions/resourceGroups/";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        const string all = "/subscriptions/{subscriptionId}/resourcegroups";
        const string one = all + "/{resourceGroupName}";
        var versions = ResourceManagerVersions.ResourceGroups;
        // Who may read only some of the groups sees those, so the list checks each.
        endpoints.MapArm("GET", all, ListAsync).RequireArm(null, versions);
        endpoints.MapArm("HEAD", one, HeadAsync).RequireArm(Action + "read", versions);
        endpoints.MapArm("GET", one, GetAsync).RequireArm(Action + "read", versions);
        endpoints.MapArm("PUT", one, PutAsync).RequireArm(Action + "write", versions);
        endpoints.MapArm("PATCH", one, PatchAsync).RequireArm(Action + "write", versions);
        endpoints.MapArm("DELETE", one, DeleteAsync).RequireArm(Action + "delete", versions);
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage();
        var filter = ODataFilter.Of(request, "tagName", "tagValue");
        var everything = await roles.CheckAsync(request.Caller, Action + "read", request.Scope, request.Aborted).ConfigureAwait(false);
        var rows = new List<GroupBody>();
        var readable = everything;
        foreach (var group in await groups.ListAsync(request.SubscriptionId, request.Aborted).ConfigureAwait(false))
        {
            if (!everything && !await roles.CheckAsync(request.Caller, Action + "read", group.Id, request.Aborted).ConfigureAwait(false))
                continue;
            readable = true;
            if (page.After is { } after && string.Compare(group.Name, after, StringComparison.OrdinalIgnoreCase) <= 0)
                continue;
            if (ResourceTags.Match(group.Tags, filter))
                rows.Add(GroupBody.Of(group));
            if (rows.Count == page.Take)
                break;
        }

        return readable
            ? ArmResults.Ok(request.Page(page, rows, row => row.Name))
            : throw ArmErrors.AuthorizationFailed(request.Caller, Action + "read", request.Scope);
    }

    private async Task<IResult> HeadAsync(ArmRequest request) =>
        await groups.FindAsync(request.SubscriptionId, request.ResourceGroupName!, request.Aborted).ConfigureAwait(false) is null
            ? ArmResults.Missing()
            : ArmResults.NoContent();

    private async Task<IResult> GetAsync(ArmRequest request) => ArmResults.Ok(GroupBody.Of(await FindAsync(request).ConfigureAwait(false)));

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var name = request.ResourceGroupName!;
        ResourceGroupName.Require(name);
        var body = await request.ReadAsync<GroupParameter>().ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(body.Location))
            throw ArmErrors.LocationRequired();
        var region = AzureRegions.Find(body.Location) ?? throw LocationNotAvailable(body.Location);
        ResourceTags.Require(body.Tags);
        var known = await groups.FindAsync(request.SubscriptionId, name, request.Aborted).ConfigureAwait(false);
        RequireUsable(known);
        if (known is not null && known.Location != region.Name)
        {
            throw new ArmException(409, "InvalidResourceGroupLocation",
                $"Invalid resource group location '{region.Name}'. The Resource group already exists in location '{known.Location}'.");
        }

        var group = new ResourceGroup(request.SubscriptionId, name, region.Name, body.Tags, body.ManagedBy);
        var created = await groups.SaveAsync(group, request.Aborted).ConfigureAwait(false);
        return ArmResults.Put(created, GroupBody.Of(group));
    }

    private async Task<IResult> PatchAsync(ArmRequest request)
    {
        var body = await request.ReadAsync<GroupParameter>().ConfigureAwait(false);
        ResourceTags.Require(body.Tags);
        var known = await FindAsync(request).ConfigureAwait(false);
        RequireUsable(known);
        // ARM RPC: a PATCH replaces the whole tag map, and leaves it where the body has none.
        var group = known with { Tags = body.Tags ?? known.Tags, ManagedBy = body.ManagedBy ?? known.ManagedBy };
        await groups.SaveAsync(group, request.Aborted).ConfigureAwait(false);
        return ArmResults.Ok(GroupBody.Of(group));
    }

    private async Task<IResult> DeleteAsync(ArmRequest request)
    {
        var group = await FindAsync(request).ConfigureAwait(false);
        // Accepted twice, it runs twice; the second finds nothing left to do.
        var operation = await operations.StartAsync(
            group.SubscriptionId, ResourceGroupDeletion.OperationKind, group.Name, request.Aborted,
            (connection, transaction) => groups.MarkDeletingAsync(connection, transaction, group)).ConfigureAwait(false);
        groups.Forget();
        return operations.Accept(request, operation);
    }

    private async ValueTask<ResourceGroup> FindAsync(ArmRequest request) =>
        await groups.FindAsync(request.SubscriptionId, request.ResourceGroupName!, request.Aborted).ConfigureAwait(false)
        ?? throw ArmErrors.ResourceGroupNotFound(request.ResourceGroupName!);

    private static void RequireUsable(ResourceGroup? group)
    {
        if (group is { IsDeleting: true })
            throw ResourceGroupCheck.BeingDeleted(group.Name);
    }

    private static ArmException LocationNotAvailable(string location) =>
        new(400, "LocationNotAvailableForResourceGroup",
            $"The provided location '{(location.Length > 64 ? location[..64] : location)}' is not available for resource group. "
            + $"List of available regions is '{string.Join(',', AzureRegions.All.Select(region => region.Name))}'.");

    private sealed record GroupParameter(string? Location, Dictionary<string, string>? Tags, string? ManagedBy);

    private sealed record GroupBody(
        string Id, string Name, string Type, string Location, IReadOnlyDictionary<string, string>? Tags, string? ManagedBy, GroupProperties Properties)
    {
        public static GroupBody Of(ResourceGroup group) => new(
            group.Id, group.Name, ArmResourceId.ResourceGroupType, group.Location, group.Tags, group.ManagedBy,
            new GroupProperties(group.IsDeleting ? "Deleting" : "Succeeded"));
    }

    private sealed record GroupProperties(string ProvisioningState);
}
