using System.Buffers.Text;
using System.Security.Cryptography;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Portal.Errors;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Azsreg.Portal.Session;

/// <summary>Signing in at the stamp's own authority with an authorization code and PKCE, and signing out.</summary>
internal sealed partial class SignInEndpoints(
    PortalOptions options, StampDoor door, SessionStore sessions, SessionCookie sessionCookie, SecretProtector protector, TimeProvider clock, ILogger<SignInEndpoints> logger)
{
    private const string BeginPath = "/sign-in";
    private const string SignedOutPath = "/signed-out";

    public static string Address(string returnTo) => $"{BeginPath}?return={Uri.EscapeDataString(returnTo)}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(BeginPath, (Delegate)BeginAsync).ForAnybody();
        routes.MapGet(PortalOptions.SignInCallback, (Delegate)CompleteAsync).ForAnybody();
        routes.MapPost("/sign-out", SignOutAsync).ForReaders();
        routes.MapGet(SignedOutPath, () => new RazorComponentResult<SignedOutPage>()).ForAnybody();
        routes.MapGet("/session", (PortalSession session) => Results.Json(new { session.Open.EndsAt }));
    }

    private async Task<IResult> BeginAsync(HttpContext http)
    {
        var environment = await door.EnvironmentAsync(http.RequestAborted);
        var redirectUri = new Uri($"https://{http.Request.Host.Value}{PortalOptions.SignInCallback}");
        var pending = PendingSignIn.Begin(redirectUri, LocalReturn.Of(http.Request.Query["return"]), clock.GetUtcNow());
        var page = door.SignIn(environment).AuthorizePage(
            environment.DefaultTenant, environment.Audience, redirectUri, pending.Challenge, pending.State, pending.Nonce);

        // Whoever came by the stamp's own name may know no other of its names.
        if (options.HostNames.TryGetValue(http.Request.Host.Host.ToLowerInvariant(), out var authority))
            page = new UriBuilder(page) { Host = authority }.Uri;
        pending.Keep(http, protector);
        return Results.Redirect(page.AbsoluteUri);
    }

    private async Task<IResult> CompleteAsync(HttpContext http)
    {
        var query = http.Request.Query;
        if (PendingSignIn.Find(http, protector, query["state"].ToString(), clock.GetUtcNow()) is not { } pending)
            throw new CataloguedException(ErrorCatalogue.PortalSignInFailed, "The answer does not belong to a sign-in this browser has begun in the last 15 minutes.");
        pending.Forget(http);
        var code = query["code"].ToString();
        if (code.Length is 0 or > 4096)
        {
            var told = query["error_description"].ToString();
            throw new CataloguedException(ErrorCatalogue.PortalSignInFailed, told.Length is > 0 and <= 500 ? told.ReplaceLineEndings(" ") : "The stamp's sign-in gave no reason.");
        }

        var environment = await door.EnvironmentAsync(http.RequestAborted);
        var grant = await door.SignIn(environment).WithCodeAsync(
            environment.DefaultTenant, environment.Audience, code, pending.RedirectUri, pending.Verifier, http.RequestAborted);
        if (grant.Identity is not { ObjectId: { } objectId, TenantId: { } tenant, UserName: { } userName } identity
            || identity.Nonce != pending.Nonce || grant.RefreshToken is not { } refresh)
            throw new CataloguedException(ErrorCatalogue.PortalSignInFailed, "The stamp's answer is not to this sign-in.");
        var arm = door.Open(environment, new OneToken(grant.AccessToken));
        var (subscription, region, isOwner) = options.IsOfAzure ? ("", "", false) : await RightsAsync(arm, userName, http.RequestAborted);
        var now = clock.GetUtcNow();
        var (cookie, session) = await sessions.OpenAsync(
            new SessionContent
            {
                Person = new Person(identity.DisplayName ?? userName, userName, objectId),
                TenantId = tenant,
                ProviderSubscriptionId = subscription,
                Region = region,
                IsOwner = isOwner,
                FormToken = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)),
                RefreshToken = refresh.Reveal(),
                AccessTokens = [new(tenant, environment.Audience, grant.AccessToken.Reveal(), now, grant.ExpiresOn)],
            },
            http.RequestAborted);
        if (http.Request.Cookies[sessionCookie.Name] is { } former && await sessions.FindAsync(former, isVisit: false, http.RequestAborted) is { } left)
            await sessions.EndAsync(left);
        SessionCookie.Set(http, sessionCookie.Name, cookie);
        LogSignedIn(logger, userName, isOwner);
        return Results.Redirect(pending.Return);
    }

    private static async Task<(string Subscription, string Region, bool IsOwner)> RightsAsync(ArmClient arm, string userName, CancellationToken cancellationToken)
    {
        AzureSubscription subscription;
        try
        {
            subscription = await arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken);
        }
        catch (CataloguedException exception) when (exception.Entry == ErrorCatalogue.RightMissing)
        {
            throw new CataloguedException(ErrorCatalogue.PortalWithoutRole, $"{userName} is a user of this stamp's directory and nothing more.", inner: exception);
        }

        var region = "local";
        await foreach (var location in arm.StampAdmin.ListLocationsAsync(subscription.SubscriptionId, cancellationToken))
        {
            region = location.Name;
            break;
        }

        var permissions = await arm.Authorization.ListPermissionsAsync($"/subscriptions/{subscription.SubscriptionId}", cancellationToken);
        return (subscription.SubscriptionId, region, permissions.Any(set => set.Allows("Microsoft.AzureBridge.Admin/activations/write")));
    }

    private async Task<IResult> SignOutAsync(HttpContext http, PortalSession session)
    {
        var open = session.Open;
        sessionCookie.Clear(http);
        await sessions.EndAsync(open);
        try
        {
            var environment = await door.EnvironmentAsync(http.RequestAborted);
            await door.SignIn(environment).RevokeAsync(open.Content.TenantId, new Secret(open.Content.RefreshToken), http.RequestAborted);
        }
        catch (CataloguedException exception)
        {
            // The session is gone here all the same; what is left ends with the refresh token's own time.
            LogNotRevoked(logger, exception, session.Person.UserPrincipalName);
        }

        return See.Other(SignedOutPath);
    }

    [LoggerMessage(1, LogLevel.Information, "{User} signed in (may change things: {IsOwner})")]
    private static partial void LogSignedIn(ILogger logger, string user, bool isOwner);

    [LoggerMessage(2, LogLevel.Warning, "The sign-in of {User} could not be revoked at the stamp")]
    private static partial void LogNotRevoked(ILogger logger, Exception exception, string user);

    private sealed class OneToken(Secret token) : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) => ValueTask.FromResult(token);
    }
}
