using System.Globalization;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Stamp.Activity;

/// <summary>
/// Who did what on the stamp, and the sessions of the privileged endpoint with their transcripts: this stamp's own addition to <c>Microsoft.Fabric.Admin</c>,
/// api-version 2022-03-01.
/// </summary>
internal static class ActivityEndpoints
{
    private const string Provider = "/subscriptions/{subscriptionId}/providers/Microsoft.Fabric.Admin";
    private const int LongestText = 200;

    public static void MapActivity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Provider + "/auditRecords", ListAsync).RequireArm(StampActions.ReadAudit, AdminVersions.Activity, ArmScope.Subscription);
        routes.MapGet(Provider + "/privilegedEndpointSessions", ListSessionsAsync).RequireArm(StampActions.ReadEndpointSessions, AdminVersions.Activity, ArmScope.Subscription);
        routes.MapGet(Provider + "/privilegedEndpointSessions/{session}", GetSessionAsync).RequireArm(StampActions.ReadEndpointSessions, AdminVersions.Activity, ArmScope.Subscription);
        routes.MapGet(Provider + "/privilegedEndpointSessions/{session}/transcript", ReadTranscriptAsync)
            .RequireArm(StampActions.ReadTranscripts, AdminVersions.Activity, ArmScope.Subscription);
    }

    private static async Task<IResult> ListAsync(ArmRequest request, ActivityLog log)
    {
        var page = request.ReadPage(defaultSize: 50);
        var rows = await log.ListAsync(AdminCaller.Of(request), QuestionOf(request), Place(page.After), page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => $"{Timestamp.Format(row.At)} {row.Id}");
        return ArmResults.Ok(new ArmPage<RecordShape>(
            [.. listed.Value.Select(row => new RecordShape(row.Id, Timestamp.Format(row.At), row.Caller, row.Channel, row.Action, row.Target, row.Outcome, row.Detail))], listed.NextLink));
    }

    private static async Task<IResult> ListSessionsAsync(ArmRequest request, EndpointSessions sessions)
    {
        var page = request.ReadPage(defaultSize: 50);
        var rows = await sessions.ListAsync(AdminCaller.Of(request), page.After, page.Take, request.Aborted);
        var listed = request.Page(page, rows, row => row.File);
        return ArmResults.Ok(new ArmPage<SessionShape>([.. listed.Value.Select(Shape)], listed.NextLink));
    }

    private static async Task<IResult> GetSessionAsync(ArmRequest request, string session, EndpointSessions sessions) =>
        ArmResults.Ok(Shape(await sessions.FindAsync(AdminCaller.Of(request), IdOf(session), request.Aborted) ?? throw NotFound(session)));

    private static async Task<IResult> ReadTranscriptAsync(ArmRequest request, string session, EndpointSessions sessions)
    {
        var page = request.ReadPage(defaultSize: 200, maxSize: 200);
        var after = page.After is { } key ? long.Parse(key, CultureInfo.InvariantCulture) : 0;
        var rows = await sessions.ReadAsync(AdminCaller.Of(request), IdOf(session), after, page.Take, request.Aborted) ?? throw NotFound(session);
        var listed = request.Page(page, rows, row => row.End.ToString(CultureInfo.InvariantCulture));
        return ArmResults.Ok(new ArmPage<LineShape>(
            [.. listed.Value.Select(row => new LineShape(row.At is { } at ? Timestamp.Format(at) : null, row.User, row.Kind, row.Text))], listed.NextLink));
    }

    private static ActivityQuestion QuestionOf(ArmRequest request)
    {
        var kind = ActivityKind.All;
        if (request.Query("kind") is { } asked && (!Enum.TryParse(asked, ignoreCase: true, out kind) || !Enum.IsDefined(kind)))
            throw Wrong("kind", "is none of " + string.Join(", ", Enum.GetNames<ActivityKind>()));
        var text = request.Query("search")?.Trim();
        if (text is { Length: > LongestText })
            throw Wrong("search", $"has more than {LongestText} characters");
        var unsuccessful = request.Query("unsuccessful") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Wrong("unsuccessful", "is neither true nor false"),
        };
        return new ActivityQuestion(kind, string.IsNullOrEmpty(text) ? null : text, unsuccessful);
    }

    private static (DateTimeOffset At, string Id)? Place(string? key) => key?.Split(' ') is [var at, var id] ? (Timestamp.Parse(at), id) : null;

    private static Guid IdOf(string session) => Guid.TryParseExact(session, "D", out var id) ? id : throw NotFound(session);

    private static SessionShape Shape(EndpointSession session) => new(
        session.Id, session.User, session.OpenedAt is { } opened ? Timestamp.Format(opened) : null, session.LastLineAt is { } last ? Timestamp.Format(last) : null,
        session.State.ToString(), session.Bytes);

    private static ArmException Wrong(string parameter, string why) => new(400, "InvalidQueryParameter", $"The query parameter '{parameter}' {why}.", parameter);

    private static ArmException NotFound(string session) => new(
        404, "TranscriptNotFound",
        $"There is no transcript of session '{(session.Length > 40 ? session[..40] : session)}' on this Azure Stack; Close-PrivilegedEndpoint takes those of ended sessions away.");

    private sealed record RecordShape(string Id, string At, string Caller, string Channel, string Action, string Target, string Outcome, string Detail);

    private sealed record SessionShape(Guid Id, string User, string? OpenedAt, string? LastLineAt, string State, long Bytes);

    private sealed record LineShape(string? At, string User, string Kind, string Text);
}
