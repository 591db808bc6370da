using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Admin;

/// <summary>Maps <see cref="UploadEndpoints"/>. Blocks do not count as requests: an image has thousands.</summary>
internal static class UploadRoutes
{
    private const string Path = "/uploads/{sha256}";

    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        routes.MapArm("PUT", Path, request => Of(request).PutAsync(request)).RequireArm(StampActions.WriteUploads, null, counted: false);
        routes.MapArm("GET", Path, request => Of(request).GetAsync(request)).RequireArm(StampActions.ReadUploads, null, counted: false);
        routes.MapArm("HEAD", Path, request => Of(request).HeadAsync(request)).RequireArm(StampActions.ReadUploads, null, counted: false);
    }

    private static UploadEndpoints Of(ArmRequest request) => request.HttpContext.RequestServices.GetRequiredService<UploadEndpoints>();
}
