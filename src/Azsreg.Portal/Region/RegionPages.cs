using Azsreg.Portal.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Region;

/// <summary>Region management: the stamp's properties, registration included.</summary>
internal static class RegionPages
{
    public static void MapRegion(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/region", async (HttpContext http, PortalSession session, PortalOptions options, TimeProvider clock) =>
            new RazorComponentResult<RegionPage>(new { Overview = await StampOverview.ReadAsync(session, clock, http.RequestAborted) }));
        routes.MapGet("/region/properties", async (HttpContext http, PortalSession session, TimeProvider clock) =>
            new RazorComponentResult<RegionProperties>(new { Overview = await StampOverview.ReadAsync(session, clock, http.RequestAborted) }));
    }
}
