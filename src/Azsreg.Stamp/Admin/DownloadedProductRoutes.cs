using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Admin;

/// <summary>Maps <see cref="DownloadedProductEndpoints"/>.</summary>
internal static class DownloadedProductRoutes
{
    private const string All = ProductRoutes.Activation + "/downloadedProducts";
    private const string One = All + "/{product}";

    public static void MapDownloadedProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapArm("GET", All, request => Of(request).ListAsync(request)).RequireArm(StampActions.ReadDownloads, AdminVersions.Activations);
        routes.MapArm("GET", One, request => Of(request).GetAsync(request)).RequireArm(StampActions.ReadDownloads, AdminVersions.Activations);
        routes.MapArm("PUT", One, request => Of(request).PutAsync(request)).RequireArm(StampActions.WriteDownloads, AdminVersions.Activations);
        routes.MapArm("DELETE", One, request => Of(request).DeleteAsync(request)).RequireArm(StampActions.DeleteDownloads, AdminVersions.Activations);
        routes.MapArm("POST", One + "/cancel", request => Of(request).CancelAsync(request)).RequireArm(StampActions.CancelDownload, AdminVersions.Activations);
        routes.MapArm("POST", All + "/cleanup", request => Of(request).CleanUpAsync(request)).RequireArm(StampActions.CleanUpDownloads, AdminVersions.Activations);
    }

    private static DownloadedProductEndpoints Of(ArmRequest request) => request.HttpContext.RequestServices.GetRequiredService<DownloadedProductEndpoints>();
}
