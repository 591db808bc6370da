using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Identity;

/// <summary>The token service's endpoints.</summary>
public static class IdentityEndpoints
{
    /// <summary>
    /// Maps discovery, token, device code, authorization and sign-in endpoints under the host's root. They are anonymous: a token is what
    /// a caller comes for.
    /// </summary>
    public static IEndpointConventionBuilder MapIdentity(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("");
        MapDiscovery(group, endpoints.ServiceProvider.GetRequiredService<DiscoveryEndpoints>());
        MapTokens(group, endpoints.ServiceProvider.GetRequiredService<TokenEndpoints>());
        MapPages(group, endpoints.ServiceProvider.GetRequiredService<SignInEndpoints>());
        return group;
    }

    private static void MapDiscovery(RouteGroupBuilder group, DiscoveryEndpoints discovery)
    {
        group.MapGet("/{tenant}/.well-known/openid-configuration", (HttpContext http, string tenant) => discovery.ConfigurationAsync(http, tenant, v2: false));
        group.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (HttpContext http, string tenant) => discovery.ConfigurationAsync(http, tenant, v2: true));
        group.MapGet("/{tenant}/discovery/keys", (HttpContext http, string tenant) => discovery.KeysAsync(http, tenant));
        group.MapGet("/{tenant}/discovery/v2.0/keys", (HttpContext http, string tenant) => discovery.KeysAsync(http, tenant));
        group.MapGet("/common/discovery/instance", (HttpContext http) => discovery.InstanceAsync(http));
        group.MapGet("/common/userrealm/{user}", (HttpContext http, string user) => discovery.UserRealmAsync(http, user));
    }

    private static void MapTokens(RouteGroupBuilder group, TokenEndpoints tokens)
    {
        group.MapPost("/{tenant}/oauth2/token", (HttpContext http, string tenant) => tokens.TokenAsync(http, tenant, v2: false));
        group.MapPost("/{tenant}/oauth2/v2.0/token", (HttpContext http, string tenant) => tokens.TokenAsync(http, tenant, v2: true));
        group.MapPost("/{tenant}/oauth2/v2.0/revoke", (HttpContext http, string tenant) => tokens.RevokeAsync(http, tenant));
        group.MapPost("/{tenant}/oauth2/devicecode", (HttpContext http, string tenant) => tokens.DeviceCodeAsync(http, tenant, v2: false));
        group.MapPost("/{tenant}/oauth2/v2.0/devicecode", (HttpContext http, string tenant) => tokens.DeviceCodeAsync(http, tenant, v2: true));
    }

    private static void MapPages(RouteGroupBuilder group, SignInEndpoints pages)
    {
        string[] getOrPost = [HttpMethods.Get, HttpMethods.Post];
        group.MapMethods("/{tenant}/oauth2/authorize", getOrPost, (HttpContext http, string tenant) => pages.AuthorizeAsync(http, tenant, v2: false));
        group.MapMethods("/{tenant}/oauth2/v2.0/authorize", getOrPost, (HttpContext http, string tenant) => pages.AuthorizeAsync(http, tenant, v2: true));
        group.MapGet(SignInEndpoints.DevicePage, (HttpContext http) => pages.DevicePageAsync(http));
        group.MapPost(SignInEndpoints.DevicePage, (HttpContext http) => pages.DeviceCodeEnteredAsync(http));
        group.MapPost(SignInEndpoints.SignInPage, (HttpContext http) => pages.SubmittedAsync(http));
        group.MapGet("/{tenant}/oauth2/logout", (HttpContext http, string tenant) => pages.SignedOutAsync(http));
        group.MapGet("/{tenant}/oauth2/v2.0/logout", (HttpContext http, string tenant) => pages.SignedOutAsync(http));
    }
}
