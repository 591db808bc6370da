using Azsreg.Identity;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Directory;

/// <summary><c>/servicePrincipals</c>. An application's owners are those of its service principal in its own tenant.</summary>
internal sealed class GraphServicePrincipals(IdentityDirectory directory, GraphRights rights)
{
    public async Task<IResult> ListAsync(GraphRequest request)
    {
        var filter = GraphSearch.FilterOf(request);
        if (filter is { Property: "appId", StartsWith: false })
        {
            var one = Guid.TryParse(filter.Value, out var appId)
                ? await directory.FindServicePrincipalByAppIdAsync(request.Caller.TenantId, appId, request.Aborted)
                : null;
            return await PageAsync(request, one is null ? [] : [one], null);
        }

        var (rows, last) = await GraphSearch.PageAsync(
            request, filter,
            (after, take) => directory.ListServicePrincipalsAsync(request.Caller.TenantId, after, take, request.Aborted),
            row => (row.ObjectId, row.AppId, row.DisplayName));
        return await PageAsync(request, rows, last);
    }

    public async Task<IResult> GetAsync(GraphRequest request) => await AnswerAsync(request, await FindAsync(request));

    public async Task<IResult> CreateAsync(GraphRequest request)
    {
        var body = await request.ReadAsync(GraphJson.Default.GraphServicePrincipal);
        if (!Guid.TryParse(body.AppId, out var appId))
            throw GraphException.BadRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
        var application = await directory.FindApplicationAsync(appId, request.Aborted);
        // An application of another tenant comes in by consent, which is an administrator's to give.
        if (application is { IsFirstParty: false } && application.TenantId == request.Caller.TenantId)
            await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        else
            await rights.RequireAdministratorAsync(request.Caller, request.Aborted);
        if (application is null)
            throw GraphException.BadRequest($"The appId '{appId}' of the service principal does not reference a valid application object.");
        if (await directory.FindServicePrincipalByAppIdAsync(request.Caller.TenantId, appId, request.Aborted) is not null)
        {
            throw new GraphException(
                409, "Request_MultipleObjectsWithSameKeyValue",
                $"The service principal cannot be created, updated, or restored because the service principal name {appId} is already in use.");
        }

        return await AnswerAsync(request, await directory.CreateServicePrincipalAsync(request.Caller.TenantId, appId, cancellationToken: request.Aborted), 201);
    }

    public async Task<IResult> UpdateAsync(GraphRequest request)
    {
        var principal = await FindAsync(request);
        var body = await request.ReadAsync(GraphJson.Default.GraphServicePrincipal);
        await RequireChangeAsync(request, principal);
        if (body.AccountEnabled is { } enabled)
            await directory.SetServicePrincipalEnabledAsync(principal.TenantId, principal.ObjectId, enabled, request.Aborted);
        return TypedResults.NoContent();
    }

    public async Task<IResult> DeleteAsync(GraphRequest request)
    {
        var principal = await FindAsync(request);
        await RequireChangeAsync(request, principal);
        await directory.DeleteServicePrincipalAsync(principal.TenantId, principal.ObjectId, request.Aborted);
        return TypedResults.NoContent();
    }

    public async Task<IResult> ListOwnersAsync(GraphRequest request)
    {
        var principal = await FindAsync(request);
        var application = await directory.FindApplicationAsync(principal.AppId, request.Aborted);
        return await GraphSearch.OwnersAsync(request, directory, principal.TenantId, application?.Owners ?? []);
    }

    private async Task RequireChangeAsync(GraphRequest request, ServicePrincipal principal)
    {
        if (await directory.FindApplicationAsync(principal.AppId, request.Aborted) is { IsFirstParty: false } application
            && application.TenantId == request.Caller.TenantId)
        {
            await rights.RequireChangeAsync(request.Caller, application, request.Aborted);
        }
        else
        {
            await rights.RequireAdministratorAsync(request.Caller, request.Aborted);
        }
    }

    private async Task<ServicePrincipal> FindAsync(GraphRequest request)
    {
        var id = request.RouteId();
        return (request.IsAlternateKey
                ? await directory.FindServicePrincipalByAppIdAsync(request.Caller.TenantId, id, request.Aborted)
                : await directory.FindServicePrincipalAsync(request.Caller.TenantId, id, request.Aborted))
            ?? throw GraphException.NotFound(id.ToString());
    }

    private async Task<IResult> AnswerAsync(GraphRequest request, ServicePrincipal principal, int status = 200) => GraphEndpoints.Json(
        GraphServicePrincipal.Of(principal, await directory.FindApplicationAsync(principal.AppId, request.Aborted)),
        GraphJson.Default.GraphServicePrincipal,
        status);

    private async Task<IResult> PageAsync(GraphRequest request, IReadOnlyList<ServicePrincipal> rows, Guid? last)
    {
        var shapes = new List<GraphServicePrincipal>(rows.Count);
        foreach (var row in rows)
            shapes.Add(GraphServicePrincipal.Of(row, await directory.FindApplicationAsync(row.AppId, request.Aborted)));
        return GraphEndpoints.Json(
            new GraphPage<GraphServicePrincipal>(
                request.Context("servicePrincipals"), shapes, last is { } id ? request.NextLink("servicePrincipals", id) : null),
            GraphJson.Default.GraphPageGraphServicePrincipal);
    }
}

internal static class GraphServicePrincipalRoutes
{
    public static void MapServicePrincipals(this GraphRoutes graph)
    {
        graph.Map<GraphServicePrincipals>("GET", "/servicePrincipals", (feature, request) => feature.ListAsync(request));
        graph.Map<GraphServicePrincipals>("POST", "/servicePrincipals", (feature, request) => feature.CreateAsync(request));
        foreach (var one in (string[])["/servicePrincipals/{id}", "/servicePrincipals(appId='{id}')"])
        {
            graph.Map<GraphServicePrincipals>("GET", one, (feature, request) => feature.GetAsync(request));
            graph.Map<GraphServicePrincipals>("PATCH", one, (feature, request) => feature.UpdateAsync(request));
            graph.Map<GraphServicePrincipals>("DELETE", one, (feature, request) => feature.DeleteAsync(request));
            graph.Map<GraphServicePrincipals>("GET", one + "/owners", (feature, request) => feature.ListOwnersAsync(request));
        }
    }
}
