using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary><c>Microsoft.Authorization/permissions</c> of the Default Provider Subscription: what the caller may do there.</summary>
internal static class PermissionEndpoints
{
    public static void MapPermissions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/subscriptions/{subscriptionId}/providers/Microsoft.Authorization/permissions", ListAsync)
            .RequireArm("Microsoft.Authorization/permissions/read", AdminVersions.Permissions);

    private static async Task<IResult> ListAsync(ArmRequest request, StampAccess access)
    {
        var roles = await access.RolesAsync(AdminCaller.Of(request).Id, request.Aborted);
        return ArmResults.Ok(new Protocol.ArmPage<PermissionShape>([.. roles.Select(Shape)]));
    }

    private static PermissionShape Shape(StampRoleName role) => role switch
    {
        StampRoleName.Owner => new(["*"], []),
        StampRoleName.Contributor => new(["*"], ["Microsoft.Authorization/*/write", "Microsoft.Authorization/*/delete", "Microsoft.Authorization/*/action"]),
        _ => new(["*/read"], []),
    };

    private sealed record PermissionShape(IReadOnlyList<string> Actions, IReadOnlyList<string> NotActions);
}
