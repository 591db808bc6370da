using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Roles, built-in and custom, and the caller's own permissions.</summary>
internal sealed class RoleDefinitionEndpoints(RoleDefinitionStore definitions, RoleAssignmentStore assignments, RoleAuthorization authorization)
{
    private const string Action = "Microsoft.Authorization/roleDefinitions/";
    private const int MaxActions = 2048;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var versions = ResourceManagerVersions.RoleDefinitions;
        endpoints.MapAtEveryScope("GET", "roleDefinitions", ListAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("GET", "roleDefinitions/{roleDefinitionId}", GetAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("PUT", "roleDefinitions/{roleDefinitionId}", PutAsync, one => one.RequireArm(Action + "write", versions));
        endpoints.MapAtEveryScope("DELETE", "roleDefinitions/{roleDefinitionId}", DeleteAsync, one => one.RequireArm(Action + "delete", versions));
        // The platform's own roles are no secret: at the tenant, any token reads them.
        endpoints.MapArm("GET", "/providers/Microsoft.Authorization/roleDefinitions", ListAsync).RequireArm(null, versions);
        endpoints.MapArm("GET", "/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}", GetAsync).RequireArm(null, versions);
        endpoints.MapAtEveryScope(
            "GET", "permissions", PermissionsAsync, one => one.RequireArm("Microsoft.Authorization/permissions/read", ResourceManagerVersions.Permissions));
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var filter = ODataFilter.Of(request, "roleName", "type", "atScopeAndBelow()", "atScope()");
        var target = Target(request);
        var page = request.ReadPage(defaultSize: 1000);
        var rows = (await definitions.ListAsync(request.Caller.TenantId, request.Aborted).ConfigureAwait(false))
            .Where(role => filter["roleName"] is not { } name || role.RoleName.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Where(role => filter["type"] is not { } type || TypeOf(role).Equals(type, StringComparison.OrdinalIgnoreCase))
            .Where(role => role.IsBuiltIn || role.AssignableScopes.Any(
                scope => ScopePath.IsAtOrBelow(target, scope) || (filter.Has("atScopeAndBelow()") && ScopePath.IsAtOrBelow(scope, target))))
            .Select(role => Body(request, role))
            .Where(role => page.After is null || string.Compare(role.Properties.RoleName, page.After, StringComparison.OrdinalIgnoreCase) > 0)
            .Take(page.Take).ToArray();
        return ArmResults.Ok(request.Page(page, rows, row => row.Properties.RoleName));
    }

    private async Task<IResult> GetAsync(ArmRequest request)
    {
        var id = request.Route("roleDefinitionId");
        return await definitions.FindAsync(request.Caller.TenantId, id, request.Aborted).ConfigureAwait(false) is { } role
            ? ArmResults.Ok(Body(request, role))
            : throw DoesNotExist(404, id);
    }

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var name = request.Route("roleDefinitionId");
        if (!Guid.TryParseExact(name, "D", out var id))
            throw new ArmException(400, "InvalidRoleDefinitionId", $"The role definition ID '{name}' is not valid. The role definition ID must be a GUID.");
        var body = await request.ReadAsync<RoleParameter>().ConfigureAwait(false);
        var role = Read(id.ToString("D"), body.Properties, request.Caller.TenantId);
        if (BuiltInRoles.All.Any(one => one.Id == role.Id))
            throw new ArmException(403, "SystemDefinedRoleUpdateNotAllowed", "Built-in roles cannot be changed.");
        var known = await definitions.FindAsync(request.Caller.TenantId, role.Id, request.Aborted).ConfigureAwait(false);
        // A role may only be made available, or changed, where its writer has the right to: everywhere it holds now, and will.
        await RequireAsync(request, Action + "write", role.AssignableScopes.Concat(known?.AssignableScopes ?? [])).ConfigureAwait(false);

        var all = await definitions.ListAsync(request.Caller.TenantId, request.Aborted).ConfigureAwait(false);
        if (all.Any(one => one.Id != role.Id && one.RoleName.Equals(role.RoleName, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArmException(409, "RoleDefinitionWithSameNameExists",
                "A custom role with the same name already exists in this directory. Use a different name.");
        }

        if (known is null && all.Count >= 5000)
            throw new ArmException(400, "RoleDefinitionLimitExceeded", "The limit of '5000' custom roles in this directory is reached.");
        await definitions.SaveAsync(role, request.Aborted).ConfigureAwait(false);
        return ArmResults.Created(Body(request, role));
    }

    private async Task<IResult> DeleteAsync(ArmRequest request)
    {
        var id = request.Route("roleDefinitionId").ToLowerInvariant();
        if (await definitions.FindAsync(request.Caller.TenantId, id, request.Aborted).ConfigureAwait(false) is not { } role)
            return ArmResults.NoContent();
        if (role.IsBuiltIn)
            throw new ArmException(403, "SystemDefinedRoleUpdateNotAllowed", "Built-in roles cannot be deleted.");
        await RequireAsync(request, Action + "delete", role.AssignableScopes).ConfigureAwait(false);
        foreach (var one in await assignments.ListAsync(request.Aborted).ConfigureAwait(false))
        {
            if (one.RoleDefinitionId.Equals(id, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArmException(400, "RoleDefinitionHasAssignments",
                    "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments).");
            }
        }

        await definitions.RemoveAsync(request.Caller.TenantId, id, request.Aborted).ConfigureAwait(false);
        return ArmResults.Ok(Body(request, role));
    }

    private async Task<IResult> PermissionsAsync(ArmRequest request) => ArmResults.Ok(new ArmPage<RolePermissions>(
        await authorization.PermissionsAsync(request.Caller, Target(request), request.Aborted).ConfigureAwait(false)));

    private async ValueTask RequireAsync(ArmRequest request, string action, IEnumerable<string> scopes)
    {
        foreach (var scope in scopes)
        {
            if (!await authorization.CheckAsync(request.Caller, action, scope, request.Aborted).ConfigureAwait(false))
            {
                throw new ArmException(403, "LinkedAuthorizationFailed",
                    $"The client '{request.Caller.ClientName}' with object id '{request.Caller.ObjectId}' has permission to perform action '{action}' on scope "
                    + $"'{request.Scope}'; however, it does not have permission to perform action '{action}' on the linked scope '{scope}'.");
            }
        }
    }

    internal static ArmException DoesNotExist(int status, string id) =>
        new(status, "RoleDefinitionDoesNotExist", $"The specified role definition with ID '{Compact(id)}' does not exist.");

    // Azure's texts print these GUIDs without dashes.
    internal static string Compact(string id) => Guid.TryParse(id, out var guid) ? guid.ToString("N") : id[..Math.Min(id.Length, 64)];

    private static RoleDefinition Read(string id, RoleProperties? properties, string tenantId)
    {
        if (properties?.RoleName is not { Length: > 0 and <= 128 } roleName)
            throw Invalid("The role definition's name must have 1 to 128 characters.", "properties.roleName");
        if (properties.Description is { Length: > 2048 })
            throw Invalid("The role definition's description must not be longer than 2048 characters.", "properties.description");
        if (properties.AssignableScopes is not { Count: > 0 and <= 2000 } scopes)
            throw Invalid("The role definition must have 1 to 2000 assignable scopes.", "properties.assignableScopes");
        var permissions = (properties.Permissions ?? [])
            .Select(one => new RolePermissions(one.Actions ?? [], one.NotActions ?? [], one.DataActions ?? [], one.NotDataActions ?? []))
            .ToArray();
        var actions = permissions.SelectMany(one => one.Actions.Concat(one.NotActions).Concat(one.DataActions).Concat(one.NotDataActions)).ToArray();
        if (actions.Length is 0 or > MaxActions || actions.Any(action => action is not { Length: > 0 and <= 256 }))
            throw Invalid($"The role definition must have 1 to {MaxActions} actions of at most 256 characters.", "properties.permissions");
        return new RoleDefinition(
            id, roleName, properties.Description ?? "", IsBuiltIn: false, permissions, [.. scopes.Select(scope => scope.TrimEnd('/'))], tenantId);
    }

    private static ArmException Invalid(string message, string target) => new(400, "InvalidRoleDefinition", message, target);

    private static string Target(ArmRequest request) => ScopePath.Extended(request.HttpContext.Request.Path.Value!);

    private static string Subscription(ArmRequest request) => $"/subscriptions/{request.SubscriptionId}";

    private static string TypeOf(RoleDefinition role) => role.IsBuiltIn ? "BuiltInRole" : "CustomRole";

    private static RoleBody Body(ArmRequest request, RoleDefinition role) => new(
        $"{(request.Subscription is null ? "" : Subscription(request))}/providers/Microsoft.Authorization/roleDefinitions/{role.Id}",
        "Microsoft.Authorization/roleDefinitions", role.Id,
        new RoleBodyProperties(role.RoleName, TypeOf(role), role.Description, role.AssignableScopes, role.Permissions));

    private sealed record RoleParameter(RoleProperties? Properties);

    private sealed record RoleProperties(
        string? RoleName, string? Description, IReadOnlyList<PermissionParameter>? Permissions, IReadOnlyList<string>? AssignableScopes);

    private sealed record PermissionParameter(
        IReadOnlyList<string>? Actions, IReadOnlyList<string>? NotActions, IReadOnlyList<string>? DataActions, IReadOnlyList<string>? NotDataActions);

    private sealed record RoleBody(string Id, string Type, string Name, RoleBodyProperties Properties);

    private sealed record RoleBodyProperties(
        string RoleName, string Type, string Description, IReadOnlyList<string> AssignableScopes, IReadOnlyList<RolePermissions> Permissions);
}
