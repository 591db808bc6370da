using Azsreg.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Azsreg.Identity;

/// <summary>The endpoints people meet: authorization request, device code entry, password, one-time code, confirmation, sign-out.</summary>
internal sealed class SignInEndpoints(
    IdentityDirectory directory,
    TenantAccess access,
    Resources resources,
    PasswordSignIn passwords,
    SignInThrottle throttle,
    SignInFlows flows,
    AuthorizationCodes codes,
    DeviceCodes devices,
    SignInAudit audit,
    SignInPages pages,
    TimeProvider clock)
{
    public const string DevicePage = "/common/oauth2/deviceauth";
    public const string SignInPage = "/common/oauth2/signin";

    // Wrong user codes are counted under this name, and so for the address: one address cannot try many.
    private const string AnyUserCode = "device-code";

    private const int LongestState = 8 * 1024;

    /// <summary><c>GET|POST /{tenant}/oauth2/authorize</c> and <c>/oauth2/v2.0/authorize</c>.</summary>
    public Task AuthorizeAsync(HttpContext http, string tenant, bool v2) => ShowAsync(http, async attempt =>
    {
        var request = HttpMethods.IsPost(http.Request.Method)
            ? await TokenRequest.ReadAsync(http)
            : TokenRequest.Of(http.Request.Query.Where(field => field.Key.Length <= 128).Take(64));
        attempt.ClientId = request.Required("client_id", 64);
        var place = await access.ResolveAsync(tenant, http.RequestAborted);
        attempt.TenantId = place?.Id;
        var client = await access.ClientAsync(attempt.ClientId, place, http.RequestAborted);
        var redirectUri = request.Required("redirect_uri");

        // Until the redirect URI is known to be the client's, an error is shown here and sent nowhere (RFC 6749 §4.1.2.1).
        if (!RedirectUri.IsRegistered(redirectUri, client.RedirectUris))
            throw Refused.RedirectUriWrong(redirectUri, attempt.ClientId);
        var responseMode = request.Optional("response_mode", 32) ?? "query";
        if (responseMode is not ("query" or "fragment" or "form_post"))
            throw Refused.ResponseModeUnknown(responseMode);
        var state = request.Optional("state", LongestState);
        var answer = new AuthorizationRequest(redirectUri, responseMode, state, null, null, null, null);
        try
        {
            if (request.Required("response_type", 64) is not "code" and var other)
                throw Refused.ResponseTypeUnknown(other);
            answer = answer with
            {
                Nonce = request.Optional("nonce"),
                Challenge = ProofKey.Challenge(request.Optional("code_challenge", 256), request.Optional("code_challenge_method", 16), client.IsPublicClient),
                Resource = request.Optional("resource"),
                Scope = v2 ? request.Required("scope", 8192) : request.Optional("scope", 8192),
            };
            var name = place?.DisplayName ?? "organizations";
            var wanted = v2
                ? await resources.OfScopeAsync(answer.Scope!, name, application: false, http.RequestAborted)
                : await resources.OfResourceAsync(answer.Resource, answer.Scope, name, http.RequestAborted);
            attempt.Resource = wanted.Audience;
            if (request.Optional("prompt", 64) == "none")
                throw Refused.SignInNeeded();
        }
        catch (SignInException refusal)
        {
            var error = ErrorAnswer.Of(refusal, attempt, clock.GetUtcNow());
            await ReturnAsync(http, answer, [
                new("error", error.Error), new("error_description", error.Description), new("error_subcode", error.SubError), new("state", state)]);
            return;
        }

        var flow = flows.Start(http, attempt.CorrelationId) with
        {
            ClientId = client.AppId, TenantId = place?.Id, Authorization = answer, SignInName = request.Optional("login_hint", 320),
        };
        await pages.PasswordAsync(http, flow, client, place, null);
    });

    /// <summary><c>GET /common/oauth2/deviceauth</c>: the code entry; <c>?user_code=</c> fills it in.</summary>
    public Task DevicePageAsync(HttpContext http) => ShowAsync(http, attempt =>
        pages.DeviceCodeAsync(http, flows.Start(http, attempt.CorrelationId), http.Request.Query["user_code"].ToString(), null));

    /// <summary><c>POST /common/oauth2/deviceauth</c>: the code was entered.</summary>
    public Task DeviceCodeEnteredAsync(HttpContext http) => ShowAsync(http, async attempt =>
    {
        var form = await TokenRequest.ReadAsync(http);
        var flow = flows.Open(http, form);
        var typed = form.Optional("user_code", 64) ?? "";
        try
        {
            await throttle.RequireAsync(AnyUserCode, attempt.Address, http.RequestAborted);
            if (await devices.FindAsync(typed, http.RequestAborted) is not { } request)
            {
                await throttle.FailedAsync(AnyUserCode, attempt.Address, http.RequestAborted);
                throw Refused.UserCodeWrong();
            }

            var place = await PlaceAsync(request.TenantId, http);
            var client = await access.ClientAsync(request.ClientId.ToString("D"), place, http.RequestAborted);
            await throttle.SucceededAsync(AnyUserCode, attempt.Address, http.RequestAborted);
            await pages.PasswordAsync(http, flow with { ClientId = client.AppId, TenantId = place?.Id, UserCode = typed }, client, place, null);
        }
        catch (SignInException refusal)
        {
            await pages.DeviceCodeAsync(http, flow, typed, refusal);
        }
    });

    /// <summary><c>POST /common/oauth2/signin</c>: a name and password, a one-time code, or a decision; the flow says which is due.</summary>
    public Task SubmittedAsync(HttpContext http) => ShowAsync(http, async attempt =>
    {
        var form = await TokenRequest.ReadAsync(http);
        var flow = flows.Open(http, form);
        if (flow.ClientId is not { } clientId)
            throw Refused.SignInTimedOut();
        var place = await PlaceAsync(flow.TenantId, http);
        var client = await access.ClientAsync(clientId.ToString("D"), place, http.RequestAborted);
        attempt.ClientId = clientId.ToString("D");
        attempt.TenantId = place?.Id;
        if (form.Optional("decision", 16) == "cancel")
            await CancelAsync(http, flow, client, attempt);
        else if (flow.Proven is { } proven)
            await ConfirmedAsync(http, flow, proven, place, client, attempt);
        else if (flow.Half is { } half)
            await CodeEnteredAsync(http, form, flow, half, place, client, attempt);
        else
            await PasswordEnteredAsync(http, form, flow, place, client, attempt);
    });

    /// <summary><c>GET /{tenant}/oauth2/logout</c>: nothing is kept but the flow's cookie, so there is nothing else to end.</summary>
    public Task SignedOutAsync(HttpContext http) => ShowAsync(http, _ =>
    {
        http.Response.Cookies.Delete(SignInFlows.Cookie, new CookieOptions { Secure = true, Path = "/" });
        return pages.SignedOutAsync(http);
    });

    private async Task PasswordEnteredAsync(
        HttpContext http, TokenRequest form, SignInFlow flow, Tenant? place, Application client, SignInAttempt attempt)
    {
        var name = form.Optional("login", 320)?.Trim() ?? "";
        flow = flow with { SignInName = name };
        try
        {
            var password = form.Secret("passwd", PasswordHashing.LongestPassword) ?? throw Refused.PasswordWrong();
            var account = await passwords.VerifyAsync(name, password, place?.DisplayName ?? "organizations", null, attempt, http.RequestAborted);
            var signedIn = passwords.Proven(account, secondFactor: false);
            _ = await access.UserAsync(signedIn, place, client, http.RequestAborted);
            if (account.HasSecondFactor)
                await pages.OneTimeCodeAsync(http, flow with { Half = signedIn }, client, null);
            else
                await ProvenAsync(http, flow, signedIn, place, client, attempt);
        }
        catch (SignInException refusal)
        {
            await audit.FailedAsync(attempt, refusal, http.RequestAborted);
            await pages.PasswordAsync(http, flow, client, place, refusal);
        }
    }

    private async Task CodeEnteredAsync(
        HttpContext http, TokenRequest form, SignInFlow flow, SignedIn half, Tenant? place, Application client, SignInAttempt attempt)
    {
        var account = await directory.FindUserAsync(half.HomeTenantId, half.HomeObjectId, http.RequestAborted) ?? throw Refused.SignInTimedOut();
        attempt.Subject = account.SignInName;
        attempt.ObjectId = account.ObjectId;
        attempt.TenantId ??= account.TenantId;
        try
        {
            await passwords.VerifyCodeAsync(account, form.Optional("otc", 16) ?? "", attempt, http.RequestAborted);
        }
        catch (SignInException refusal)
        {
            await audit.FailedAsync(attempt, refusal, http.RequestAborted);
            await pages.OneTimeCodeAsync(http, flow, client, refusal);
            return;
        }

        await ProvenAsync(http, flow, passwords.Proven(account, secondFactor: true), place, client, attempt);
    }

    /// <summary>The person is known: an authorization request is answered; a device code first asks whether that sign-in is meant.</summary>
    private async Task ProvenAsync(
        HttpContext http, SignInFlow flow, SignedIn signedIn, Tenant? place, Application client, SignInAttempt attempt)
    {
        var user = await access.UserAsync(signedIn, place, client, http.RequestAborted);
        if (flow.Authorization is not { } request)
        {
            await pages.ConfirmAsync(http, flow with { Half = null, Proven = signedIn }, client, user);
            return;
        }

        Fill(attempt, user);
        var code = await codes.IssueAsync(
            new AuthorizationCode(
                client.AppId, user.TenantId, request.RedirectUri, request.Challenge, request.Nonce, request.Resource, request.Scope, signedIn),
            http.RequestAborted);
        await audit.SucceededAsync(attempt, http.RequestAborted);
        await ReturnAsync(http, request, [new("code", code), new("state", request.State), new("session_state", flow.CorrelationId.ToString("D"))]);
    }

    private async Task ConfirmedAsync(
        HttpContext http, SignInFlow flow, SignedIn proven, Tenant? place, Application client, SignInAttempt attempt)
    {
        var user = await access.UserAsync(proven, place, client, http.RequestAborted);
        Fill(attempt, user);
        if (!await devices.TryDecideAsync(flow.UserCode ?? "", proven, http.RequestAborted))
            throw Refused.DeviceExpired();
        await audit.SucceededAsync(attempt, http.RequestAborted);
        await pages.DeviceSignedInAsync(http, client);
    }

    private async Task CancelAsync(HttpContext http, SignInFlow flow, Application client, SignInAttempt attempt)
    {
        if (flow.Authorization is { } request)
        {
            await ReturnAsync(http, request, [
                new("error", "access_denied"), new("error_subcode", "cancel"),
                new("error_description", $"AADSTS65004: User declined to sign in.\r\nTrace ID: {attempt.TraceId}"), new("state", request.State)]);
            return;
        }

        await devices.TryDecideAsync(flow.UserCode ?? "", null, http.RequestAborted);
        await pages.DeviceDeclinedAsync(http, client);
    }

    /// <summary>Sends the answer of an authorization request to the client's redirect URI.</summary>
    private async Task ReturnAsync(HttpContext http, AuthorizationRequest request, IEnumerable<KeyValuePair<string, string?>> answer)
    {
        var fields = answer.Where(field => field.Value is not null).ToArray();
        switch (request.ResponseMode)
        {
            case "form_post":
                await pages.FormPostAsync(http, request.RedirectUri, fields);
                break;
            case "fragment":
                http.Response.Redirect($"{request.RedirectUri}#{QueryString.Create(fields).Value![1..]}");
                break;
            default:
                http.Response.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, fields));
                break;
        }
    }

    private async Task<Tenant?> PlaceAsync(Guid? tenantId, HttpContext http) =>
        tenantId is { } id ? await directory.FindTenantAsync(id, http.RequestAborted) ?? throw Refused.TenantNotFound(id.ToString("D")) : null;

    private static void Fill(SignInAttempt attempt, User user)
    {
        attempt.Subject = user.SignInName;
        attempt.ObjectId = user.ObjectId;
        attempt.TenantId = user.TenantId;
    }

    /// <summary>Runs one request; a refusal that belongs to no form is a page of its own.</summary>
    private async Task ShowAsync(HttpContext http, Func<SignInAttempt, Task> work)
    {
        var attempt = TokenEndpoints.Attempt(http, "page", clock);
        try
        {
            await work(attempt);
        }
        catch (Exception exception) when (exception is SignInException || SqlFault.IsPassing(exception))
        {
            await pages.FailureAsync(http, exception as SignInException ?? Refused.Unavailable(), attempt);
        }
    }
}
