using System.Globalization;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Azsreg.Identity;

/// <summary>The endpoints programs talk to: tokens and device codes. The one place where a refusal becomes an answer.</summary>
internal sealed partial class TokenEndpoints(
    IdentityOptions options, TenantAccess access, TokenGrants grants, Resources resources, DeviceCodes devices, SignInAudit audit, TimeProvider clock,
    ILogger<TokenEndpoints> logger)
{
    /// <summary><c>POST /{tenant}/oauth2/token</c> and <c>/oauth2/v2.0/token</c>.</summary>
    public Task TokenAsync(HttpContext http, string tenant, bool v2) => AnswerAsync(http, "token", audited: true, async attempt =>
    {
        var form = await TokenRequest.ReadAsync(http);
        var context = new TokenContext(form, await access.ResolveAsync(tenant, http.RequestAborted), v2, attempt);
        var answer = await grants.IssueAsync(context, http.Request.Headers.Authorization, http.RequestAborted);
        await audit.SucceededAsync(attempt, http.RequestAborted);
        LogIssued(logger, attempt.Grant, attempt.ClientId, attempt.Resource, attempt.CorrelationId);
        await http.Response.WriteAsJsonAsync(answer, IdentityJson.Answers.TokenAnswer, cancellationToken: http.RequestAborted);
    });

    /// <summary>
    /// <c>POST /{tenant}/oauth2/v2.0/revoke</c> (RFC 7009): ends the sign-in a refresh token is of. A token that is none of ours, or another
    /// client's, is answered as one that is gone already (section 2.2).
    /// </summary>
    public Task RevokeAsync(HttpContext http, string tenant) => AnswerAsync(http, "revoke", audited: false, async attempt =>
    {
        var form = await TokenRequest.ReadAsync(http);
        var context = new TokenContext(form, await access.ResolveAsync(tenant, http.RequestAborted), V2: true, attempt);
        await grants.RevokeAsync(context, http.Request.Headers.Authorization, http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status200OK;
    });

    /// <summary><c>POST /{tenant}/oauth2/devicecode</c> and <c>/oauth2/v2.0/devicecode</c>.</summary>
    public Task DeviceCodeAsync(HttpContext http, string tenant, bool v2) => AnswerAsync(http, "device_code", audited: false, async attempt =>
    {
        var form = await TokenRequest.ReadAsync(http);
        var place = await access.ResolveAsync(tenant, http.RequestAborted);
        attempt.ClientId = form.Required("client_id", 64);
        var client = await access.ClientAsync(attempt.ClientId, place, http.RequestAborted);
        if (!client.IsPublicClient)
            throw Refused.PublicClientOnly("device code flow");
        var resource = form.Optional("resource");
        var scope = v2 ? form.Required("scope", 8192) : form.Optional("scope", 8192);
        var name = place?.DisplayName ?? "organizations";
        _ = v2
            ? await resources.OfScopeAsync(scope!, name, application: false, http.RequestAborted)
            : await resources.OfResourceAsync(resource, scope, name, http.RequestAborted);
        var (deviceCode, userCode) = await devices.IssueAsync(new DeviceRequest(client.AppId, place?.Id, resource, scope), http.RequestAborted);
        var page = new Uri(options.PublicUrl, SignInEndpoints.DevicePage[1..]).AbsoluteUri;
        var answer = new DeviceAnswer
        {
            UserCode = userCode,
            DeviceCode = deviceCode,
            VerificationUri = v2 ? page : null,
            VerificationUrl = v2 ? null : page,
            ExpiresIn = Number(options.DeviceCodeLifetime, v2),
            Interval = Number(options.DeviceCodeInterval, v2),
            Message = $"To sign in, use a web browser to open the page {page} and enter the code {userCode} to authenticate.",
        };
        await http.Response.WriteAsJsonAsync(answer, IdentityJson.Answers.DeviceAnswer, cancellationToken: http.RequestAborted);
    });

    /// <summary>Runs one request and answers a refusal as Entra ID does.</summary>
    internal async Task AnswerAsync(HttpContext http, string grant, bool audited, Func<SignInAttempt, Task> work)
    {
        var attempt = Attempt(http, grant, clock);
        try
        {
            await work(attempt);
        }
        catch (Exception exception) when (exception is SignInException || SqlFault.IsPassing(exception))
        {
            var failure = exception as SignInException ?? Refused.Unavailable();
            if (failure.Code == Refused.Unavailable().Code)
            {
                http.Response.Headers.RetryAfter = "1";
                LogUnavailable(logger, exception, attempt.CorrelationId);
            }

            if (audited && failure.Audited)
            {
                await audit.FailedAsync(attempt, failure, http.RequestAborted);
                LogRefused(logger, attempt.Grant, attempt.ClientId, failure.Code, attempt.CorrelationId);
            }

            http.Response.StatusCode = failure.Status;
            if (failure.Status == StatusCodes.Status401Unauthorized && http.Request.Headers.Authorization.Count > 0)
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"token\""; // RFC 6749 §5.2: the scheme the client tried.
            await http.Response.WriteAsJsonAsync(
                ErrorAnswer.Of(failure, attempt, clock.GetUtcNow()), IdentityJson.Answers.ErrorAnswer, cancellationToken: http.RequestAborted);
        }
    }

    /// <summary>A new attempt, its ids in the answer's headers; answers with tokens or codes are never cached (RFC 6749 §5.1).</summary>
    internal static SignInAttempt Attempt(HttpContext http, string grant, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var correlation = Guid.TryParse(http.Request.Headers["client-request-id"], out var sent)
            || Guid.TryParse(http.Request.Query["client-request-id"], out sent) ? sent : Guid.CreateVersion7(now);
        var attempt = new SignInAttempt(grant, http.Connection.RemoteIpAddress?.ToString(), correlation, Guid.CreateVersion7(now));
        http.Response.Headers["x-ms-request-id"] = attempt.TraceId.ToString("D");
        http.Response.Headers["client-request-id"] = correlation.ToString("D");
        http.Response.Headers.CacheControl = "no-store, no-cache";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return attempt;
    }

    private static object Number(TimeSpan time, bool v2) =>
        v2 ? (long)time.TotalSeconds : ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
