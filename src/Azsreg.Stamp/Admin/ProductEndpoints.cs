using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Marketplace;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Admin;

/// <summary><c>activations/{activation}/products</c>: what the registration offers, and its download.</summary>
internal sealed class ProductEndpoints(
    ProductCatalogue catalogue, DownloadService downloads, DownloadedProducts downloaded, ActivationStore store, TimeProvider clock)
{
    private const int DefaultPage = 250;
    private const int MostInPage = 1000;

    public async Task<IResult> ListAsync(ArmRequest request)
    {
        await CheckPathAsync(request, store);
        // The search is part of what the page's token belongs to, as the filter is.
        var filter = ProductFilter.Parse(request.Query("$search"), request.Query("$filter"));
        var page = request.ReadPage(DefaultPage, MostInPage);
        var listing = await catalogue.ListAsync(AdminCaller.Of(request), request.Aborted, IsAskedAnew(request), page.After is not null);
        TellAge(request, listing);
        return ArmResults.Ok(request.Page(page, listing.Catalogue.Page(page.After, filter, page.Take), CatalogueSnapshot.KeyOf));
    }

    public async Task<IResult> GetAsync(ArmRequest request)
    {
        await CheckPathAsync(request, store);
        var name = request.Route("product");
        var (found, listing) = await catalogue.FindAsync(AdminCaller.Of(request), name, request.Aborted) ?? throw NotFound("products", name);
        TellAge(request, listing);
        // This stamp's own: what a solution is built from, which Azure otherwise tells with its links only.
        return ArmResults.Ok(await downloads.FindNeedsAsync(found, request.Aborted) is { } needs
            ? found with { Properties = found.Properties with { ProductDetailsProperties = new ExtendedProductProperties { DependentProducts = needs } } }
            : found);
    }

    public async Task<IResult> DownloadAsync(ArmRequest request)
    {
        await CheckPathAsync(request, store);
        var caller = AdminCaller.Of(request);
        var name = request.Route("product");
        var operation = await downloads.StartAsync(caller, name, request.Aborted);
        var item = await downloaded.FindAsync(caller, name, request.Aborted);
        if (operation is null)
            return ArmResults.Ok(item);
        MarketplaceOperationEndpoints.TellPlaces(request, operation.Id);
        return ArmResults.Json(StatusCodes.Status202Accepted, item);
    }

    /// <summary>Sees to it that the path is that of the stamp's activation; one that is not there is a stamp without a marketplace.</summary>
    public static async Task CheckPathAsync(ArmRequest request, ActivationStore store)
    {
        try
        {
            await ActivationEndpoints.CheckPathAsync(request, store, request.Route("resourceGroup"), request.Route("activation"));
        }
        catch (ArmException missing) when (request.Route("resourceGroup").Equals(WellKnown.ActivationResourceGroup, StringComparison.OrdinalIgnoreCase)
            && request.Route("activation").Equals(WellKnown.ActivationName, StringComparison.OrdinalIgnoreCase))
        {
            throw MarketplaceErrors.NotRegistered(missing);
        }
    }

    public static ArmException NotFound(string kind, string product) => StampErrors.ResourceNotFound(
        $"Microsoft.AzureBridge.Admin/activations/{kind}/{WellKnown.ActivationName}/{product}", WellKnown.ActivationResourceGroup);

    /// <summary>HTTP's own words for "not what you have kept" (RFC 9111 5.2.1.4).</summary>
    private static bool IsAskedAnew(ArmRequest request) =>
        request.HttpContext.Request.Headers.CacheControl.ToString().Contains("no-cache", StringComparison.OrdinalIgnoreCase);

    /// <summary>HTTP's own words for a kept answer (RFC 9111 5.1; 110 is "Response is Stale").</summary>
    private void TellAge(ArmRequest request, ProductListing listing)
    {
        var seconds = Math.Max(0, (long)(clock.GetUtcNow() - listing.Catalogue.ListedAt).TotalSeconds);
        request.HttpContext.Response.Headers.Age = seconds.ToString(CultureInfo.InvariantCulture);
        if (listing.Stale)
            request.HttpContext.Response.Headers.Warning = "110 - \"Response is Stale\"";
    }
}
