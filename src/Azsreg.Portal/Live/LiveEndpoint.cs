using System.Text;
using Azsreg.Portal.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Azsreg.Portal.Live;

/// <summary>
/// <c>GET /live?since=MOMENT</c>: server-sent events with the names of topics that changed, for as long as the session lasts. An event's id is the
/// moment up to which all has been told.
/// </summary>
internal static class LiveEndpoint
{
    public const string Path = "/live";

    private const string SinceKey = "since";

    private static readonly LiveTopics[] Each = [.. Enum.GetValues<LiveTopics>().Where(topic => topic != LiveTopics.None)];
    private static readonly byte[] Hello = "event: hello\ndata: \n\n"u8.ToArray();
    private static readonly byte[] BeatEvent = ": beat\nevent: beat\ndata: \n\n"u8.ToArray();
    private static readonly byte[] Ended = "event: ended\ndata: \n\n"u8.ToArray();

    /// <summary>Where a page that was read at a moment listens.</summary>
    public static string AddressSince(LiveMoment moment) => $"{Path}?{SinceKey}={moment}";

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapGet(Path, StreamAsync);

    private static async Task StreamAsync(HttpContext http, LiveHub hub, PortalSession session, SessionStore sessions, IHostApplicationLifetime lifetime)
    {
        http.Response.ContentType = "text/event-stream";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var connection = hub.Connect(http.Request.Query.TryGetValue(SinceKey, out var since) ? LiveMoment.Read(since.ToString()) : null);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, session.Ended, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(http, Hello, ending.Token);
            while (true)
            {
                var (topics, moment) = await connection.NextAsync(ending.Token);
                if (!sessions.IsOpen(session.SessionId))
                    break;
                await WriteAsync(http, topics == LiveTopics.None ? BeatEvent : Change(topics, moment), ending.Token);
            }
        }
        catch (OperationCanceledException) when (!session.Ended.IsCancellationRequested)
        {
            return; // The page was left, or the portal stops: the page comes back by itself.
        }
        catch (OperationCanceledException)
        {
            // Signed out: told below.
        }

        await WriteAsync(http, Ended, http.RequestAborted);
    }

    private static byte[] Change(LiveTopics topics, LiveMoment moment) => Encoding.ASCII.GetBytes(
        $"id: {moment}\nevent: change\ndata: {string.Join(' ', Each.Where(topic => topics.HasFlag(topic)).Select(topic => topic.ToString().ToLowerInvariant()))}\n\n");

    private static async Task WriteAsync(HttpContext http, byte[] text, CancellationToken cancellationToken)
    {
        await http.Response.Body.WriteAsync(text, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
