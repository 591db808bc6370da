using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Usage;

/// <summary>Usage: charts, the way to commerce, batches, what was refused, and the CSV.</summary>
internal static class UsagePages
{
    private const int BatchesShown = 50;
    private const int RefusalsShown = 200;

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/usage", ShowAsync);
        routes.MapGet("/usage/bridge", BridgeAsync);
        routes.MapGet("/usage/charts", ChartsAsync);
        routes.MapGet("/usage/batches", BatchesAsync);
        routes.MapGet("/usage/batches/list", BatchListAsync);
        routes.MapGet("/usage/refused", RefusedAsync);
        routes.MapGet("/usage/export.csv", UsageDownload.SendAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PortalSession session, TimeProvider clock)
    {
        var status = StatusAsync(session, http.RequestAborted);
        var figures = FiguresAsync(http, session, clock);
        await Task.WhenAll(status, figures);
        return new RazorComponentResult<UsagePage>(new { Status = await status, Figures = await figures });
    }

    private static async Task<IResult> BridgeAsync(HttpContext http, PortalSession session) =>
        new RazorComponentResult<UsageBridgeCard>(new { Status = await StatusAsync(session, http.RequestAborted) });

    private static async Task<IResult> ChartsAsync(HttpContext http, PortalSession session, TimeProvider clock) =>
        new RazorComponentResult<UsageCharts>(new { Figures = await FiguresAsync(http, session, clock) });

    private static async Task<IResult> BatchesAsync(HttpContext http, PortalSession session)
    {
        var after = PlaceOf(http);
        return new RazorComponentResult<BatchesPage>(new { Batches = await ListAsync(session, after, http.RequestAborted), IsFirst = after is null });
    }

    private static async Task<IResult> BatchListAsync(HttpContext http, PortalSession session) =>
        new RazorComponentResult<BatchList>(new { Batches = await ListAsync(session, null, http.RequestAborted), IsFirst = true });

    private static async Task<IResult> RefusedAsync(HttpContext http, PortalSession session)
    {
        var records = new List<StampUsageRefusal>();
        await foreach (var record in session.Arm.StampUsage.ListRefusalsAsync(session.ProviderSubscriptionId, http.RequestAborted))
        {
            records.Add(record);
            if (records.Count > RefusalsShown)
                break;
        }

        return new RazorComponentResult<RefusedPage>(new { Records = records.Take(RefusalsShown).ToList(), HasMore = records.Count > RefusalsShown });
    }

    private static Task<StampUsageStatus> StatusAsync(PortalSession session, CancellationToken cancellationToken) =>
        session.Arm.StampUsage.GetStatusAsync(session.ProviderSubscriptionId, cancellationToken);

    private static Task<UsageFigures> FiguresAsync(HttpContext http, PortalSession session, TimeProvider clock) =>
        UsageFigures.ReadAsync(session, UsageDaysChoice.Read(http.Request.Query["days"], clock), http.Request.Query["unit"], http.RequestAborted);

    private static Task<StampPage<StampUsageBatch>> ListAsync(PortalSession session, string? after, CancellationToken cancellationToken) =>
        session.Arm.StampUsage.ListBatchesAsync(session.ProviderSubscriptionId, BatchesShown, after, cancellationToken);

    private static string? PlaceOf(HttpContext http) => http.Request.Query["after"].ToString() is { Length: > 0 } after ? after : null;
}
