using Azsreg.Portal.Live;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Session;

/// <summary>Finds the session of a request, and sends whoever has none to sign in and back.</summary>
internal sealed class SessionGate(SessionStore sessions, StampDoor door, SessionCookie sessionCookie, LiveHub? live = null)
{
    /// <summary>Sent with what the page fetches because something changed: it shows that a page is open, not that somebody is there.</summary>
    public const string LiveHeader = "X-Live";

    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/assets"))
        {
            await next(http);
            return;
        }

        var isVisit = !http.Request.Headers.ContainsKey(LiveHeader) && http.Request.Path != LiveEndpoint.Path;
        // Before anything is read for the page: what changes from now on it may not show.
        var readAt = live?.Now;
        if (http.Request.Cookies[sessionCookie.Name] is { } cookie)
        {
            if (await sessions.FindAsync(cookie, isVisit, http.RequestAborted) is { } session)
            {
                await door.EnvironmentAsync(http.RequestAborted);
                ((PortalSession)http.RequestServices.GetService(typeof(PortalSession))!).Enter(session, readAt);
                await next(http);
                return;
            }

            sessionCookie.Clear(http);
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<PageAccess>() is { Anonymous: true })
            await next(http);
        else
            SendToSignIn(http);
    }

    /// <summary>A page comes back to where it was asked for; what a script asks for makes the page load anew.</summary>
    public static void SendToSignIn(HttpContext http)
    {
        var isPage = HttpMethods.IsGet(http.Request.Method) && !http.Request.Headers.ContainsKey("HX-Request")
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (isPage)
        {
            http.Response.Redirect(SignInEndpoints.Address(http.Request.Path + http.Request.QueryString));
            return;
        }

        var isScript = http.Request.Headers.ContainsKey("HX-Request");
        if (!isScript && !HttpMethods.IsGet(http.Request.Method))
            throw new CataloguedException(ErrorCatalogue.PortalFormRefused, "Nobody is signed in any more: the session has ended.");
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (isScript)
            http.Response.Headers["HX-Redirect"] = SignInEndpoints.Address(LocalReturn.OfPage(http));
    }
}
