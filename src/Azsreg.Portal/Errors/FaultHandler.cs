using System.Diagnostics;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Session;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace Azsreg.Portal.Errors;

/// <summary>Turns whatever fails into a page in the house's style, or for a script into a banner in the place it asked for.</summary>
internal sealed partial class FaultHandler(SessionStore sessions, SessionCookie cookie, TimeProvider clock, ILogger<FaultHandler> logger)
{
    public async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (http.Response is { StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, HasStarted: false, ContentLength: null, ContentType: null })
            {
                throw new CataloguedException(
                    ErrorCatalogue.PortalPageNotFound, $"'{Short(http.Request.Path)}' {(http.Response.StatusCode == 404 ? "is nowhere in the portal" : "is not asked for like that")}.");
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The browser went away.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await ShowAsync(http, exception);
        }
    }

    private async Task ShowAsync(HttpContext http, Exception exception)
    {
        var session = (PortalSession)http.RequestServices.GetService(typeof(PortalSession))!;
        if (exception is SignInException && session.IsSignedIn)
        {
            // The stamp takes this sign-in no more (revoked, user removed, password changed): whoever it is may sign in anew.
            cookie.Clear(http);
            await sessions.EndAsync(session.Open);
            SessionGate.SendToSignIn(http);
            return;
        }

        var (status, fault) = Read(exception, http);
        string? number = null;
        if (status >= 500)
        {
            number = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[..16];
            LogFailed(logger, exception, number, http.Request.Method, http.Request.Path);
        }

        http.Response.StatusCode = status;
        if (http.Request.Headers.ContainsKey(SessionGate.LiveHeader))
        {
            http.Response.Headers["HX-Reswap"] = "none"; // What is shown is older than the truth, and better than nothing.
            return;
        }

        if (http.Request.Headers.ContainsKey("HX-Request"))
        {
            await new RazorComponentResult<FaultBanner>(new Dictionary<string, object?> { [nameof(FaultBanner.Fault)] = fault, [nameof(FaultBanner.Number)] = number })
                .ExecuteAsync(http);
            return;
        }

        await new RazorComponentResult<FaultPage>(new Dictionary<string, object?>
        {
            [nameof(FaultPage.Title)] = Title(fault),
            [nameof(FaultPage.Fault)] = fault,
            [nameof(FaultPage.Number)] = number,
        }).ExecuteAsync(http);
    }

    private static (int Status, CataloguedException Fault) Read(Exception exception, HttpContext http) => exception switch
    {
        CataloguedException catalogued => (StatusOf(catalogued.Entry), catalogued),
        BadHttpRequestException bad => (bad.StatusCode, new CataloguedException(ErrorCatalogue.PortalRequestRefused, Sentence(bad.Message), inner: bad)),
        InvalidDataException bad => (StatusCodes.Status400BadRequest, new CataloguedException(ErrorCatalogue.PortalRequestRefused, Sentence(bad.Message), inner: bad)),
        ArmException { StatusCode: 403 } refused => (StatusCodes.Status403Forbidden, new CataloguedException(ErrorCatalogue.PortalReaderMayNot, refused.Error.Message ?? "", inner: refused)),
        ArmException refused => (
            refused.StatusCode is >= 400 and < 500 ? refused.StatusCode : StatusCodes.Status502BadGateway,
            new CataloguedException(ErrorCatalogue.PortalFailed, $"The stamp answered {refused.Error.Code}: {refused.Error.Message}", inner: refused)),
        _ => (StatusCodes.Status500InternalServerError, new CataloguedException(ErrorCatalogue.PortalFailed, $"'{Short(http.Request.Path)}' failed.", inner: exception)),
    };

    private static int StatusOf(ErrorEntry entry) =>
        entry == ErrorCatalogue.PortalNameUnknown ? StatusCodes.Status421MisdirectedRequest
        : entry == ErrorCatalogue.PortalFormRefused ? StatusCodes.Status403Forbidden
        : entry.Kind switch
        {
            FailureKind.Usage => StatusCodes.Status400BadRequest,
            FailureKind.SignInOrRights => StatusCodes.Status403Forbidden,
            FailureKind.NotFound => StatusCodes.Status404NotFound,
            FailureKind.Conflict => StatusCodes.Status409Conflict,
            FailureKind.Unreachable => StatusCodes.Status502BadGateway,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static string Title(CataloguedException fault) =>
        fault.Entry == ErrorCatalogue.PortalPageNotFound ? "Not found"
        : fault.Entry.Kind == FailureKind.SignInOrRights ? "Not allowed"
        : "Something went wrong";

    private static string Short(string path) => path.Length > 200 ? path[..200] + "…" : path;

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    [LoggerMessage(1, LogLevel.Error, "{Number}: {Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string number, string method, string path);
}
