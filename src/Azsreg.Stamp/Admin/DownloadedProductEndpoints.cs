using System.Buffers;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Marketplace;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Admin;

/// <summary>
/// <c>activations/{activation}/downloadedProducts</c>. <c>cancel</c> and <c>cleanup</c> are this stamp's own: a real one has neither. The items
/// are answered without an activation too, as they stay on the stamp when a registration ends.
/// </summary>
internal sealed class DownloadedProductEndpoints(DownloadedProducts downloaded, DownloadService downloads, ActivationStore store)
{
    private const int DefaultPage = 250;
    private const int LongestName = 260;

    // ARM RPC, "resource names".
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>%&:\\?/");

    public async Task<IResult> ListAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var page = request.ReadPage(DefaultPage);
        return ArmResults.Ok(request.Page(
            page, await downloaded.ListAsync(AdminCaller.Of(request), page.After, page.Take, request.Aborted), CatalogueSnapshot.KeyOf));
    }

    public async Task<IResult> GetAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var found = await downloaded.FindAsync(AdminCaller.Of(request), request.Route("product"), request.Aborted) ?? throw NotFound(request);
        request.HttpContext.Response.Headers.ETag = found.Etag;
        return ArmResults.Ok(found);
    }

    public async Task<IResult> PutAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var name = request.Route("product");
        if (name.Length > LongestName || name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl))
            throw new ArmException(400, "InvalidResourceName", "The name of the product is too long, or has a character a resource's name may not have.");
        var caller = AdminCaller.Of(request);
        request.RequireMatch((await downloaded.FindAsync(caller, name, request.Aborted))?.Etag);
        var (product, operation) = await downloaded.ImportAsync(caller, name, await request.ReadAsync(ProtocolJson.Tolerant.Product), request.Aborted);
        // The published client polls whatever it is answered with.
        MarketplaceOperationEndpoints.TellPlaces(request, operation.Id);
        return ArmResults.Ok(product);
    }

    public async Task<IResult> DeleteAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var caller = AdminCaller.Of(request);
        var name = request.Route("product");
        if (await downloaded.FindAsync(caller, name, request.Aborted) is { } current)
            request.RequireMatch(current.Etag);
        return await downloaded.DeleteAsync(caller, name, request.Aborted) is { } former ? ArmResults.Ok(former) : ArmResults.NoContent();
    }

    public async Task<IResult> CancelAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        var ended = await downloads.CancelAsync(AdminCaller.Of(request), request.Route("product"), request.Aborted) ?? throw NotFound(request);
        return ArmResults.Ok(MarketplaceOperationEndpoints.Shape(request, ended, null));
    }

    public async Task<IResult> CleanUpAsync(ArmRequest request)
    {
        await ProductEndpoints.CheckPathAsync(request, store);
        // Nothing goes unless that was said.
        var dryRun = request.Query("dryRun") switch
        {
            null => true,
            var text when bool.TryParse(text, out var told) => told,
            _ => throw new ArmException(400, "InvalidQueryParameter", "dryRun is true or false.", "dryRun"),
        };
        return ArmResults.Ok(await downloaded.CleanUpAsync(AdminCaller.Of(request), dryRun, request.Aborted));
    }

    private static ArmException NotFound(ArmRequest request) => ProductEndpoints.NotFound("downloadedProducts", request.Route("product"));
}
