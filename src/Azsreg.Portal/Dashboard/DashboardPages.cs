using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Dashboard;

/// <summary>The dashboard: five cards, each with its own source, loading, empty and error state.</summary>
internal static class DashboardPages
{
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync);
        var patience = DashboardReader.CardPatience;
        routes.MapGet("/dashboard/alerts", async (HttpContext http, DashboardReader reader) =>
            new RazorComponentResult<AlertsCard>(new { Reading = await reader.AlertsAsync(patience, http.RequestAborted) }));
        routes.MapGet("/dashboard/health", async (HttpContext http, DashboardReader reader) =>
            new RazorComponentResult<HealthCard>(new { Reading = await reader.HealthAsync(patience, http.RequestAborted) }));
        routes.MapGet("/dashboard/registration", async (HttpContext http, DashboardReader reader) =>
            new RazorComponentResult<RegistrationCard>(new { Reading = await reader.RegistrationAsync(patience, http.RequestAborted) }));
        routes.MapGet("/dashboard/usage", async (HttpContext http, DashboardReader reader) =>
            new RazorComponentResult<UsageCard>(new { Reading = await reader.UsageAsync(patience, http.RequestAborted) }));
        routes.MapGet("/dashboard/downloads", async (HttpContext http, DashboardReader reader) =>
            new RazorComponentResult<DownloadsCard>(new { Reading = await reader.DownloadsAsync(patience, http.RequestAborted) }));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, DashboardReader reader)
    {
        var patience = DashboardReader.PagePatience;
        var alerts = reader.AlertsAsync(patience, http.RequestAborted);
        var health = reader.HealthAsync(patience, http.RequestAborted);
        var registration = reader.RegistrationAsync(patience, http.RequestAborted);
        var usage = reader.UsageAsync(patience, http.RequestAborted);
        var downloads = reader.DownloadsAsync(patience, http.RequestAborted);
        await Task.WhenAll(alerts, health, registration, usage, downloads);
        return new RazorComponentResult<DashboardPage>(new
        {
            Alerts = await alerts, Health = await health, Registration = await registration, Usage = await usage, Downloads = await downloads,
        });
    }
}
