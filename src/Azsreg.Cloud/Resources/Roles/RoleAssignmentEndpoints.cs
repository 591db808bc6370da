using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Role assignments at every scope, in the form of 2015-07-01 and in that of the versions from 2018 on.</summary>
internal sealed class RoleAssignmentEndpoints(
    RoleAssignmentStore assignments, RoleDefinitionStore definitions, PrincipalDirectory principals, ResourceScopes scopes, TimeProvider clock)
{
    private const string Action = "Microsoft.Authorization/roleAssignments/";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var versions = ResourceManagerVersions.RoleAssignments;
        endpoints.MapAtEveryScope("GET", "roleAssignments", ListAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("GET", "roleAssignments/{roleAssignmentName}", GetAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("PUT", "roleAssignments/{roleAssignmentName}", PutAsync, one => one.RequireArm(Action + "write", versions));
        endpoints.MapAtEveryScope("DELETE", "roleAssignments/{roleAssignmentName}", DeleteAsync, one => one.RequireArm(Action + "delete", versions));
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage();
        var filter = ODataFilter.Of(request, "atScope()", "principalId", "assignedTo()");
        var target = Target(request);
        var principal = filter["principalId"] ?? filter["assignedTo()"];
        var rows = (await assignments.ListAsync(request.Aborted).ConfigureAwait(false))
            // At and above the scope; below it too, unless only what holds at the scope is asked for.
            .Where(one => ScopePath.IsAtOrBelow(target, one.Scope) || (!filter.Has("atScope()") && ScopePath.IsAtOrBelow(one.Scope, target)))
            .Where(one => one.TenantId.Equals(request.Caller.TenantId, StringComparison.OrdinalIgnoreCase))
            .Where(one => principal is null || one.PrincipalId.Equals(principal, StringComparison.OrdinalIgnoreCase))
            .OrderBy(one => one.Id, StringComparer.OrdinalIgnoreCase)
            .Where(one => page.After is null || string.Compare(one.Id, page.After, StringComparison.OrdinalIgnoreCase) > 0)
            .Take(page.Take)
            .Select(one => Body(request, one)).ToArray();
        return ArmResults.Ok(request.Page(page, rows, row => row.Id));
    }

    private async Task<IResult> GetAsync(ArmRequest request)
    {
        var name = request.Route("roleAssignmentName");
        return await FindAsync(request, name).ConfigureAwait(false) is { } found
            ? ArmResults.Ok(Body(request, found))
            : throw new ArmException(404, "RoleAssignmentNotFound", $"The role assignment '{name}' is not found.");
    }

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var name = request.Route("roleAssignmentName");
        if (!Guid.TryParseExact(name, "D", out var id))
            throw new ArmException(400, "InvalidRoleAssignmentId", $"The role assignment ID '{name}' is not valid. The role assignment ID must be a GUID.");
        var body = (await request.ReadAsync<AssignmentParameter>().ConfigureAwait(false)).Properties;
        if (body?.RoleDefinitionId is null or { Length: > 512 } || !Guid.TryParse(body.PrincipalId, out var principalId))
        {
            throw new ArmException(400, "BadRequestFormat",
                "The request was incorrectly formatted: 'properties.roleDefinitionId' and a GUID in 'properties.principalId' are required.");
        }

        if (body.Description is { Length: > 1024 })
            throw new ArmException(400, "BadRequestFormat", "The request was incorrectly formatted: 'properties.description' has more than 1024 characters.");
        var target = Target(request);
        await scopes.RequireAsync(target, request.Aborted).ConfigureAwait(false);
        var role = await FindRoleAsync(request, body.RoleDefinitionId, target).ConfigureAwait(false);
        var type = await FindPrincipalAsync(request, principalId, body.PrincipalType).ConfigureAwait(false);
        var wanted = new RoleAssignment(
            id.ToString("D"), request.Caller.TenantId, target, role.Id, principalId.ToString("D"), type, body.Description, clock.GetUtcNow(),
            request.Caller.ObjectId);

        if (await FindAsync(request, wanted.Name).ConfigureAwait(false) is { } known)
            return Repeat(request, known, wanted);
        if (!await assignments.AddAsync(wanted, request.Aborted).ConfigureAwait(false))
        {
            var same = (await assignments.ListAsync(request.Aborted).ConfigureAwait(false)).FirstOrDefault(one =>
                one.Scope.Equals(target, StringComparison.OrdinalIgnoreCase) && one.RoleDefinitionId == wanted.RoleDefinitionId
                && one.PrincipalId == wanted.PrincipalId);
            throw Exists(request, same ?? wanted);
        }

        return ArmResults.Created(Body(request, wanted));
    }

    private async Task<IResult> DeleteAsync(ArmRequest request)
    {
        if (await FindAsync(request, request.Route("roleAssignmentName")).ConfigureAwait(false) is not { } found)
            return ArmResults.NoContent();
        await assignments.RemoveAsync(found.Scope, found.Name, request.Aborted).ConfigureAwait(false);
        return ArmResults.Ok(Body(request, found));
    }

    private static IResult Repeat(ArmRequest request, RoleAssignment known, RoleAssignment wanted)
    {
        if (known.RoleDefinitionId != wanted.RoleDefinitionId || known.PrincipalId != wanted.PrincipalId)
        {
            throw new ArmException(409, "RoleAssignmentUpdateNotPermitted",
                "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
        }

        // The later versions answer a repeat; the earlier ones know 201 only, and say that it is there.
        return IsCurrent(request) ? ArmResults.Ok(Body(request, known)) : throw Exists(request, known);
    }

    private static ArmException Exists(ArmRequest request, RoleAssignment known) => new(
        409, "RoleAssignmentExists",
        IsCurrent(request)
            ? $"The role assignment already exists. The ID of the existing role assignment is {RoleDefinitionEndpoints.Compact(known.Name)}."
            : "The role assignment already exists.");

    private async ValueTask<RoleDefinition> FindRoleAsync(ArmRequest request, string roleDefinitionId, string target)
    {
        var id = roleDefinitionId[(roleDefinitionId.LastIndexOf('/') + 1)..];
        var role = await definitions.FindAsync(request.Caller.TenantId, id, request.Aborted).ConfigureAwait(false)
            ?? throw RoleDefinitionEndpoints.DoesNotExist(400, id);
        return role.AssignableScopes.Any(scope => ScopePath.IsAtOrBelow(target, scope))
            ? role
            : throw new ArmException(400, "RoleDefinitionScopeMismatch", $"The role '{role.RoleName}' cannot be assigned at scope '{target}'.");
    }

    private async ValueTask<string> FindPrincipalAsync(ArmRequest request, Guid principalId, string? wantedType)
    {
        var type = await principals.TypeOfAsync(Guid.Parse(request.Caller.TenantId), principalId, request.Aborted).ConfigureAwait(false)
            ?? throw new ArmException(400, "PrincipalNotFound",
                $"Principal {principalId:N} does not exist in the directory {request.Caller.TenantId}. Check that you have the correct principal ID. "
                + "If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, "
                + "set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  "
                + "See https://aka.ms/docs-principaltype");
        return wantedType is null || wantedType.Equals(type, StringComparison.OrdinalIgnoreCase)
            ? type
            : throw new ArmException(400, "UnmatchedPrincipalType",
                $"The PrincipalId '{principalId:N}' has type '{type}' , which is different from specified PrincipalType "
                + $"'{wantedType[..Math.Min(wantedType.Length, 32)]}'.");
    }

    private async ValueTask<RoleAssignment?> FindAsync(ArmRequest request, string name)
    {
        var target = Target(request);
        foreach (var one in await assignments.ListAsync(request.Aborted).ConfigureAwait(false))
        {
            if (one.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Scope.Equals(target, StringComparison.OrdinalIgnoreCase))
                return one;
        }

        return null;
    }

    private static string Target(ArmRequest request) => ScopePath.Extended(request.HttpContext.Request.Path.Value!);

    private static bool IsCurrent(ArmRequest request) => string.CompareOrdinal(request.ApiVersion, "2018-01-01") >= 0;

    private static AssignmentBody Body(ArmRequest request, RoleAssignment one)
    {
        var subscription = ArmResourceId.TryParse(one.Scope, out var id) && id.SubscriptionId is { } known ? $"/subscriptions/{known}" : "";
        var role = $"{subscription}/providers/Microsoft.Authorization/roleDefinitions/{one.RoleDefinitionId}";
        var properties = IsCurrent(request)
            ? new AssignmentBodyProperties(
                role, one.PrincipalId, one.PrincipalType, one.Scope, one.Description, Time(one.CreatedOn), Time(one.CreatedOn), one.CreatedBy, one.CreatedBy)
            : new AssignmentBodyProperties(role, one.PrincipalId, null, one.Scope, null, null, null, null, null);
        return new AssignmentBody(properties, one.Id, "Microsoft.Authorization/roleAssignments", one.Name);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private sealed record AssignmentParameter(AssignmentProperties? Properties);

    private sealed record AssignmentProperties(string? RoleDefinitionId, string? PrincipalId, string? PrincipalType, string? Description);

    private sealed record AssignmentBody(AssignmentBodyProperties Properties, string Id, string Type, string Name);

    private sealed record AssignmentBodyProperties(
        string RoleDefinitionId, string PrincipalId, string? PrincipalType, string Scope, string? Description, string? CreatedOn, string? UpdatedOn,
        string? CreatedBy, string? UpdatedBy);
}
