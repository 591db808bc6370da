using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Marketplace;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Admin;

/// <summary>Products of the registration and what of them is on the stamp.</summary>
internal static class ProductEndpoints
{
    private const string Activation = ActivationEndpoints.Group + "/{activation}";

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Activation + "/products", ListAsync).RequireArm(StampActions.ReadProducts, AdminVersions.Activations);
        routes.MapGet(Activation + "/products/{product}", GetAsync).RequireArm(StampActions.ReadProducts, AdminVersions.Activations);
        routes.MapGet(Activation + "/downloadedProducts", ListDownloadedAsync).RequireArm(StampActions.ReadDownloads, AdminVersions.Activations);
        routes.MapGet(Activation + "/downloadedProducts/{product}", GetDownloadedAsync).RequireArm(StampActions.ReadDownloads, AdminVersions.Activations);
    }

    private static async Task<IResult> ListAsync(
        ArmRequest request, string resourceGroup, string activation, ProductCatalogue catalogue, ActivationStore store, TimeProvider clock)
    {
        await ActivationEndpoints.CheckPathAsync(request, store, resourceGroup, activation);
        var listing = await catalogue.ListAsync(AdminCaller.Of(request), request.Aborted);
        TellAge(request, listing, clock);
        // Recorded lists leave the description out; only a single product has it.
        var products = listing.Products.Select(product => product with { Properties = product.Properties with { Description = null } });
        return ArmResults.Ok(new Protocol.ArmPage<Product>([.. products]));
    }

    private static async Task<IResult> GetAsync(
        ArmRequest request, string resourceGroup, string activation, string product, ProductCatalogue catalogue, ActivationStore store, TimeProvider clock)
    {
        await ActivationEndpoints.CheckPathAsync(request, store, resourceGroup, activation);
        var (found, listing) = await catalogue.FindAsync(AdminCaller.Of(request), product, request.Aborted) ?? throw NotFound("products", product);
        TellAge(request, listing, clock);
        return ArmResults.Ok(found);
    }

    private static async Task<IResult> ListDownloadedAsync(ArmRequest request, string resourceGroup, string activation, ActivationStore store, ActivationService service)
    {
        await ActivationEndpoints.CheckPathAsync(request, store, resourceGroup, activation);
        await service.RequireAsync(AdminCaller.Of(request), request.Aborted);
        return ArmResults.Ok(new Protocol.ArmPage<Product>([]));
    }

    private static async Task<IResult> GetDownloadedAsync(
        ArmRequest request, string resourceGroup, string activation, string product, ActivationStore store, ActivationService service)
    {
        await ActivationEndpoints.CheckPathAsync(request, store, resourceGroup, activation);
        await service.RequireAsync(AdminCaller.Of(request), request.Aborted);
        throw NotFound("downloadedProducts", product);
    }

    /// <summary>HTTP's own words for a kept answer (RFC 9111 5.1; 110 is "Response is Stale").</summary>
    private static void TellAge(ArmRequest request, ProductListing listing, TimeProvider clock)
    {
        var seconds = Math.Max(0, (long)(clock.GetUtcNow() - listing.ListedAt).TotalSeconds);
        request.HttpContext.Response.Headers.Age = seconds.ToString(CultureInfo.InvariantCulture);
        if (listing.Stale)
            request.HttpContext.Response.Headers.Warning = "110 - \"Response is Stale\"";
    }

    private static ArmException NotFound(string kind, string product) => StampErrors.ResourceNotFound(
        $"Microsoft.AzureBridge.Admin/activations/{kind}/{WellKnown.ActivationName}/{product}", WellKnown.ActivationResourceGroup);
}
