using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Admin;

/// <summary>Maps <see cref="MarketplaceOperationEndpoints"/>.</summary>
internal static class MarketplaceOperationRoutes
{
    public static void MapMarketplaceOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapArm("GET", ProductRoutes.Activation + "/operations", request => Of(request).ListAsync(request))
            .RequireArm(StampActions.ReadDownloads, AdminVersions.Activations, counted: false);
        // Any api-version will do: clients put that of the call that started the operation.
        routes.MapArm("GET", "/subscriptions/{subscriptionId}/operationstatuses/{operationId}", request => Of(request).GetStatusAsync(request))
            .RequireArm(StampActions.ReadDownloads, null, counted: false);
        routes.MapArm("GET", "/subscriptions/{subscriptionId}/operationresults/{operationId}", request => Of(request).GetResultAsync(request))
            .RequireArm(StampActions.ReadDownloads, null, counted: false);
    }

    private static MarketplaceOperationEndpoints Of(ArmRequest request) => request.HttpContext.RequestServices.GetRequiredService<MarketplaceOperationEndpoints>();
}
