using Azsreg.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Cloud.Directory;

/// <summary>Turns Graph's bearer tokens into callers. A token for the resource manager is refused here, and the other way round.</summary>
internal sealed class GraphTokens(SigningKeys keys, GraphOptions options, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private const int MaxTokenLength = 16 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength };

    /// <exception cref="GraphException">401.</exception>
    public async Task<GraphCaller> ValidateAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization is not [{ Length: > 0 } header])
            throw GraphException.Unauthenticated("Access token is empty.");
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length > MaxTokenLength)
            throw GraphException.Unauthenticated("Access token is not present or provided in an invalid format.");
        var result = await _handler.ValidateTokenAsync(header[Scheme.Length..].Trim(), new TokenValidationParameters
        {
            IssuerSigningKeys = keys.PublicKeys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            RequireSignedTokens = true,
            // Checked below: by the injected clock, with Graph's own texts.
            ValidateAudience = false,
            ValidateIssuer = false,
            ValidateLifetime = false,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
            throw GraphException.Unauthenticated("Access token validation failure. Signature validation failed.");
        return CallerOf(token);
    }

    private GraphCaller CallerOf(JsonWebToken token)
    {
        var cloud = options.Cloud().AbsoluteUri.TrimEnd('/');
        string[] audiences = [cloud + "/graph", "https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"];
        if (!token.Audiences.Any(audience => audiences.Contains(audience.TrimEnd('/'), StringComparer.OrdinalIgnoreCase)))
            throw GraphException.Unauthenticated("Access token validation failure. Invalid audience.");
        var now = clock.GetUtcNow().UtcDateTime;
        if (token.ValidTo <= now || token.ValidFrom > now + Skew)
            throw GraphException.Unauthenticated("Lifetime validation failed, the token is expired.");
        if (!Guid.TryParse(Claim(token, "tid"), out var tenant) || !Guid.TryParse(Claim(token, "oid"), out var objectId))
            throw GraphException.Unauthenticated("Access token validation failure.");
        var issuer = $"{cloud}/{tenant}/";
        if (token.Issuer != issuer && token.Issuer != issuer + "v2.0")
            throw GraphException.Unauthenticated("Access token validation failure. Invalid issuer.");
        var isApplication = Claim(token, "idtyp") is { } kind ? kind == "app" : Claim(token, "scp") is null;
        return new GraphCaller(
            tenant, objectId, Guid.TryParse(Claim(token, "appid") ?? Claim(token, "azp"), out var appId) ? appId : null, isApplication);
    }

    private static string? Claim(JsonWebToken token, string name) =>
        token.TryGetPayloadValue<string>(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}
