using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Alerts;

/// <summary>The stamp's alerts: list, details, close.</summary>
internal static class AlertsPages
{
    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts", ShowAsync);
        routes.MapGet("/alerts/list", ListAsync);
        routes.MapGet("/alerts/detail", DetailAsync);
        routes.MapPost("/alerts/{id:guid}/close", CloseAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PortalSession session) =>
        new RazorComponentResult<AlertsPage>(new { All = await AllAsync(session, http.RequestAborted), Filter = AlertFilter.Read(http.Request.Query), Selected = ItemOf(http) });

    private static async Task<IResult> ListAsync(HttpContext http, PortalSession session) =>
        new RazorComponentResult<AlertList>(new { All = await AllAsync(session, http.RequestAborted), Filter = AlertFilter.Read(http.Request.Query), Selected = ItemOf(http) });

    private static async Task<IResult> DetailAsync(HttpContext http, PortalSession session)
    {
        var alert = ItemOf(http) is { } id ? await session.Arm.StampAdmin.TryGetAlertAsync(session.ProviderSubscriptionId, session.Region, id, http.RequestAborted) : null;
        return alert is null ? Results.NotFound() : new RazorComponentResult<AlertDetail>(new { Alert = alert, Filter = AlertFilter.Read(http.Request.Query) });
    }

    private static async Task<IResult> CloseAsync(HttpContext http, Guid id, PortalSession session)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        await session.Arm.StampAdmin.CloseAlertAsync(session.ProviderSubscriptionId, session.Region, id.ToString(), session.Person.UserPrincipalName, http.RequestAborted);
        return See.Other(LocalReturn.Of(form["return"]) is ['/', 'a', 'l', 'e', 'r', 't', 's', ..] and var back ? back : "/alerts");
    }

    /// <summary>All there are, the open ones first, each newest first. Closed ones are kept for 90 days, so there are not many.</summary>
    private static async Task<IReadOnlyList<Alert>> AllAsync(PortalSession session, CancellationToken cancellationToken)
    {
        var all = new List<Alert>();
        await foreach (var alert in session.Arm.StampAdmin.ListAlertsAsync(session.ProviderSubscriptionId, session.Region, cancellationToken))
            all.Add(alert);
        return [.. all.OrderByDescending(AlertWords.IsOpen).ThenByDescending(alert => alert.Properties.CreatedTimestamp, StringComparer.Ordinal)];
    }

    private static string? ItemOf(HttpContext http) => Guid.TryParse(http.Request.Query["item"], out var id) ? id.ToString() : null;
}
