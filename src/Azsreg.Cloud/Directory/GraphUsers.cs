using Azsreg.Identity;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Directory;

/// <summary><c>/me</c>, <c>/users</c>, <c>/organization</c> and the tenant's authorization policy.</summary>
internal sealed class GraphUsers(IdentityDirectory directory, GraphRights rights, DirectoryPolicies policies)
{
    public async Task<IResult> MeAsync(GraphRequest request)
    {
        if (request.Caller.IsApplication)
            throw GraphException.BadRequest("/me request is only valid with delegated authentication flow.");
        var me = await directory.FindUserAsync(request.Caller.TenantId, request.Caller.ObjectId, request.Aborted)
            ?? throw GraphException.NotFound(request.Caller.ObjectId.ToString());
        return GraphEndpoints.Json(GraphUser.Of(me), GraphJson.Default.GraphUser);
    }

    /// <summary>One's own directory roles; everybody, a guest too, sees those.</summary>
    public async Task<IResult> MyRolesAsync(GraphRequest request)
    {
        if (request.Caller.IsApplication)
            throw GraphException.BadRequest("/me request is only valid with delegated authentication flow.");
        var roles = await policies.RolesAsync(request.Caller.TenantId, request.Caller.ObjectId, request.Aborted);
        return GraphEndpoints.Json(
            new GraphPage<GraphDirectoryRole>(request.Context("directoryObjects"), [.. roles.Order().Select(GraphDirectoryRole.Of)]),
            GraphJson.Default.GraphPageGraphDirectoryRole);
    }

    public async Task<IResult> GetAsync(GraphRequest request)
    {
        var name = request.Route("id");
        var user = Guid.TryParse(name, out var id)
            ? await directory.FindUserAsync(request.Caller.TenantId, id, request.Aborted)
            : await directory.FindUserByNameAsync(request.Caller.TenantId, name, request.Aborted);
        // Asked before telling whether there is one: a guest learns nothing of others.
        if (request.Caller.IsApplication || user?.ObjectId != request.Caller.ObjectId)
            await rights.RequireReadUsersAsync(request.Caller, request.Aborted);
        return user is null
            ? throw GraphException.NotFound(name.Length > 113 ? name[..113] : name)
            : GraphEndpoints.Json(GraphUser.Of(user), GraphJson.Default.GraphUser);
    }

    public async Task<IResult> ListAsync(GraphRequest request)
    {
        await rights.RequireReadUsersAsync(request.Caller, request.Aborted);
        var filter = request.Filter("userPrincipalName", "displayName", "mail", "id");
        var found = new List<User>();
        var after = request.After;
        while (true)
        {
            var rows = await directory.ListUsersAsync(request.Caller.TenantId, after, IdentityDirectory.LargestPage, request.Aborted);
            foreach (var row in rows)
            {
                var value = filter?.Property switch
                {
                    "id" => row.ObjectId.ToString(),
                    "mail" => row.SignInName,
                    "displayName" => row.DisplayName,
                    _ => row.UserPrincipalName,
                };
                if (filter is not null && !filter.Matches(value))
                    continue;
                if (found.Count == request.PageSize)
                    return Page(request, found, found[^1].ObjectId);
                found.Add(row);
            }

            if (rows.Count < IdentityDirectory.LargestPage)
                return Page(request, found, null);
            after = rows[^1].ObjectId;
        }
    }

    public async Task<IResult> OrganizationAsync(GraphRequest request)
    {
        var tenant = await directory.FindTenantAsync(request.Caller.TenantId, request.Aborted)
            ?? throw GraphException.NotFound(request.Caller.TenantId.ToString());
        var domains = tenant.Domains.Select((name, i) =>
            new GraphDomain(name, "Managed", IsDefault: i == 0, IsInitial: name.EndsWith(".onmicrosoft.com", StringComparison.Ordinal)));
        return GraphEndpoints.Json(
            new GraphPage<GraphOrganization>(
                request.Context("organization"), [new GraphOrganization(tenant.Id.ToString(), tenant.DisplayName, "AAD", [.. domains])]),
            GraphJson.Default.GraphPageGraphOrganization);
    }

    public async Task<IResult> GetPolicyAsync(GraphRequest request)
    {
        await rights.RequireReadUsersAsync(request.Caller, request.Aborted);
        var allowed = await policies.UsersCanRegisterApplicationsAsync(request.Caller.TenantId, request.Aborted);
        return GraphEndpoints.Json(
            new GraphAuthorizationPolicy { Id = "authorizationPolicy", DefaultUserRolePermissions = new GraphDefaultUserRole(allowed) },
            GraphJson.Default.GraphAuthorizationPolicy);
    }

    public async Task<IResult> UpdatePolicyAsync(GraphRequest request)
    {
        var body = await request.ReadAsync(GraphJson.Default.GraphAuthorizationPolicy);
        await rights.RequireGlobalAdministratorAsync(request.Caller, request.Aborted);
        if (body.DefaultUserRolePermissions?.AllowedToCreateApps is { } allowed)
            await policies.SetUsersCanRegisterApplicationsAsync(request.Caller.TenantId, allowed, request.Aborted);
        return TypedResults.NoContent();
    }

    private static IResult Page(GraphRequest request, IReadOnlyList<User> rows, Guid? last) => GraphEndpoints.Json(
        new GraphPage<GraphUser>(
            request.Context("users"), [.. rows.Select(row => GraphUser.Of(row))], last is { } id ? request.NextLink("users", id) : null),
        GraphJson.Default.GraphPageGraphUser);
}

internal static class GraphUserRoutes
{
    public static void MapUsers(this GraphRoutes graph)
    {
        graph.Map<GraphUsers>("GET", "/me", (feature, request) => feature.MeAsync(request));
        graph.Map<GraphUsers>("GET", "/me/transitiveMemberOf/microsoft.graph.directoryRole", (feature, request) => feature.MyRolesAsync(request));
        graph.Map<GraphUsers>("GET", "/users", (feature, request) => feature.ListAsync(request));
        graph.Map<GraphUsers>("GET", "/users/{id}", (feature, request) => feature.GetAsync(request));
        graph.Map<GraphUsers>("GET", "/organization", (feature, request) => feature.OrganizationAsync(request));
        graph.Map<GraphUsers>("GET", "/policies/authorizationPolicy", (feature, request) => feature.GetPolicyAsync(request));
        graph.Map<GraphUsers>("PATCH", "/policies/authorizationPolicy", (feature, request) => feature.UpdatePolicyAsync(request));
    }
}
