using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Activity;

/// <summary>Who did what: the audit log, sessions of the privileged endpoint with their transcripts, and one's own sessions of this portal.</summary>
internal static class ActivityPages
{
    private const int Shown = 50;

    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/activity", ShowAsync);
        routes.MapGet("/activity/list", ListAsync);
        routes.MapGet("/activity/endpoint", EndpointAsync);
        routes.MapGet("/activity/endpoint/list", EndpointListAsync);
        routes.MapGet("/activity/endpoint/{session:guid}", TranscriptAsync);
        routes.MapGet("/activity/sessions", OwnAsync);
        // One's own sign-in is one's own, also a Reader's.
        routes.MapPost("/activity/sessions/{id}/end", EndAsync).ForReaders();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PortalSession session)
    {
        var filter = ActivityFilter.Read(http.Request.Query);
        var records = await session.Arm.StampAdmin.Activity(session.ProviderSubscriptionId).ListAsync(filter.Question, Shown, filter.After, http.RequestAborted);
        return new RazorComponentResult<ActivityPage>(new { Records = records, Filter = filter, Selected = http.Request.Query["item"].ToString() });
    }

    private static async Task<IResult> ListAsync(HttpContext http, PortalSession session)
    {
        var filter = ActivityFilter.Read(http.Request.Query);
        var records = await session.Arm.StampAdmin.Activity(session.ProviderSubscriptionId).ListAsync(filter.Question, Shown, filter.After, http.RequestAborted);
        return new RazorComponentResult<ActivityList>(new { Records = records, Filter = filter, Selected = http.Request.Query["item"].ToString() });
    }

    private static async Task<IResult> EndpointAsync(HttpContext http, PortalSession session)
    {
        var after = AfterOf(http);
        var sessions = await session.Arm.StampAdmin.Activity(session.ProviderSubscriptionId).ListSessionsAsync(Shown, after, http.RequestAborted);
        return new RazorComponentResult<EndpointSessionsPage>(new { Sessions = sessions, IsFirst = after is null });
    }

    private static async Task<IResult> EndpointListAsync(HttpContext http, PortalSession session) =>
        new RazorComponentResult<EndpointSessionList>(new
        {
            Sessions = await session.Arm.StampAdmin.Activity(session.ProviderSubscriptionId).ListSessionsAsync(Shown, null, http.RequestAborted),
            IsFirst = true,
        });

    private static async Task<IResult> TranscriptAsync(HttpContext http, Guid session, PortalSession portal)
    {
        var after = AfterOf(http);
        var activity = portal.Arm.StampAdmin.Activity(portal.ProviderSubscriptionId);
        if (await activity.TryGetSessionAsync(session, http.RequestAborted) is not { } found)
            return Results.NotFound();
        return new RazorComponentResult<TranscriptPage>(new
        {
            Session = found, Lines = await activity.ReadTranscriptAsync(session, after, http.RequestAborted), IsFirst = after is null,
        });
    }

    private static async Task<IResult> OwnAsync(HttpContext http, PortalSession session, SessionStore sessions) =>
        new RazorComponentResult<OwnSessionsPage>(new { Sessions = await sessions.ListAsync(session.Person.ObjectId, http.RequestAborted) });

    private static async Task<IResult> EndAsync(HttpContext http, string id, PortalSession session, SessionStore sessions)
    {
        if ((await sessions.ListAsync(session.Person.ObjectId, http.RequestAborted)).Any(own => own.Id == id))
            await sessions.EndAsync(id, http.RequestAborted);
        return See.Other("/activity/sessions");
    }

    private static string? AfterOf(HttpContext http) => http.Request.Query["after"].ToString() is { Length: > 0 } after ? after : null;
}
