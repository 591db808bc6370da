using Azsreg.ArmServer;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.Marketplace.Downloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Azsreg.Stamp.Admin;

/// <summary>The files of items that are whole: icons for everybody, as on a real stamp; the rest for whoever may read downloads.</summary>
internal static class MarketplaceContentEndpoints
{
    public static void MapMarketplaceContent(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/marketplace/icons/{sha256}", ["GET"], GetIconAsync);
        routes.MapArm("GET", "/marketplace/content/{sha256}", GetContentAsync).RequireArm(StampActions.ReadDownloads, null, counted: false);
    }

    private static async Task GetIconAsync(HttpContext context)
    {
        var content = context.RequestServices.GetRequiredService<ContentStore>();
        if (context.Request.RouteValues["sha256"] is not string sha256 || !ContentStore.IsHash(sha256)
            || !await context.RequestServices.GetRequiredService<DownloadedItemStore>().IsIconAsync(sha256, context.RequestAborted) || content.LengthOf(sha256) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var picture = await File.ReadAllBytesAsync(content.PathOf(sha256), context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=86400, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // A picture can be a program (SVG); opened by itself it must be able to do nothing.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        context.Response.ContentType = TypeOf(picture);
        await context.Response.Body.WriteAsync(picture, context.RequestAborted);
    }

    private static async Task<IResult> GetContentAsync(ArmRequest request)
    {
        var sha256 = request.Route("sha256");
        var services = request.HttpContext.RequestServices;
        var content = services.GetRequiredService<ContentStore>();
        return ContentStore.IsHash(sha256) && await services.GetRequiredService<DownloadedItemStore>().IsNamedAsync(sha256, request.Aborted) && content.LengthOf(sha256) is not null
            ? Results.File(content.PathOf(sha256), "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{sha256}\""), enableRangeProcessing: true)
            : ArmResults.Missing();
    }

    private static string TypeOf(ReadOnlySpan<byte> picture) =>
        picture.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : picture.StartsWith("GIF8"u8) ? "image/gif"
        : picture[..Math.Min(picture.Length, 256)].IndexOf("<svg"u8) >= 0 ? "image/svg+xml"
        : "application/octet-stream";
}
