using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Marketplace;

/// <summary>Pictures of the sample products: the initial on a colour of its own for each publisher. As public as the service's.</summary>
internal static class ProductIcons
{
    public const string Path = "/marketplace/icons";

    public static void MapProductIcons(this IEndpointRouteBuilder app) => app.MapGet(Path + "/{product}/{size}.svg", GetAsync);

    private static async Task<IResult> GetAsync(string product, string size, ProductStore store, HttpContext context)
    {
        // Sizes of the gallery format, in pixels.
        (int Width, int Height)? box = size switch
        {
            "hero" => (815, 290),
            "large" => (115, 115),
            "wide" => (255, 115),
            "medium" => (90, 90),
            "small" => (40, 40),
            _ => null,
        };
        if (box is not { } pixels || await store.FindAsync(product, context.RequestAborted) is not { } found)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=86400";
        return Results.Text(Draw(found, pixels.Width, pixels.Height), "image/svg+xml");
    }

    private static string Draw(CatalogueProduct product, int width, int height)
    {
        var publisher = product.Name.Split('.')[0];
        var hue = publisher.Aggregate(17, (sum, c) => ((sum * 31) + c) % 360);
        var initial = WebUtility.HtmlEncode(char.ToUpperInvariant(product.SearchText.FirstOrDefault(char.IsLetterOrDigit)).ToString());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
            <rect width="{width}" height="{height}" fill="hsl({hue},45%,38%)"/>
            <text x="50%" y="50%" dy=".36em" text-anchor="middle" font-family="Segoe UI,Arial,sans-serif" font-size="{height / 2}" fill="#fff">{initial}</text>
            </svg>
            """);
    }
}
