using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Admin;

/// <summary>Maps <see cref="ProductEndpoints"/>.</summary>
internal static class ProductRoutes
{
    public const string Activation = ActivationEndpoints.Group + "/{activation}";

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapArm("GET", Activation + "/products", request => Of(request).ListAsync(request)).RequireArm(StampActions.ReadProducts, AdminVersions.Activations);
        routes.MapArm("GET", Activation + "/products/{product}", request => Of(request).GetAsync(request)).RequireArm(StampActions.ReadProducts, AdminVersions.Activations);
        routes.MapArm("POST", Activation + "/products/{product}/download", request => Of(request).DownloadAsync(request))
            .RequireArm(StampActions.DownloadProduct, AdminVersions.Activations);
    }

    private static ProductEndpoints Of(ArmRequest request) => request.HttpContext.RequestServices.GetRequiredService<ProductEndpoints>();
}
