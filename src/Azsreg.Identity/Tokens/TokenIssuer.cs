using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>Makes tokens and the answers that carry them, with the claims ARM and Graph clients of Entra ID read.</summary>
internal sealed class TokenIssuer(IdentityOptions options, SigningKeys keys, Grants grants, TimeProvider clock)
{
    // Entra ID's v1 name for the provider of personal accounts.
    private const string PersonalAccountsProvider = "live.com";

    // Tokens are good from a little before now: the clocks of client, issuer and resource differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The answer to a user's sign-in or refresh.</summary>
    public TokenAnswer ForUser(
        User user, Grant grant, Application client, ClientProof proof, RequestedAccess access, bool v2, string? nonce = null)
    {
        var claims = UserClaims(user);
        claims["appid"] = client.AppId.ToString("D");
        claims["appidacr"] = ((int)proof).ToString(CultureInfo.InvariantCulture);
        claims["acr"] = "1";
        claims["amr"] = grant.User.Methods;
        claims["idtyp"] = "user";
        claims["scp"] = access.Permissions;
        claims["sub"] = PairwiseSubject(user, client.AppId);
        var (accessToken, now, expires) = Sign(access.Audience, V1Issuer(user.TenantId), "1.0", claims);
        return Answer(accessToken, now, expires, access, v2) with
        {
            RefreshToken = access.Offline ? grants.TokenFor(grant) : null,
            Family = access.Offline && client.IsFirstParty ? "1" : null,
            IdToken = access.OpenId ? IdToken(user, client, grant, v2, nonce) : null,
            ClientInfo = ClientInfo(user),
        };
    }

    /// <summary>The answer to an application's own sign-in.</summary>
    public TokenAnswer ForApplication(ServicePrincipal principal, ClientProof proof, RequestedAccess access, bool v2)
    {
        var id = principal.ObjectId.ToString("D");
        var issuer = V1Issuer(principal.TenantId);
        var (accessToken, now, expires) = Sign(access.Audience, issuer, "1.0", new Dictionary<string, object>
        {
            ["tid"] = principal.TenantId.ToString("D"),
            ["oid"] = id,
            ["sub"] = id,
            ["idp"] = issuer,
            ["appid"] = principal.AppId.ToString("D"),
            ["appidacr"] = ((int)proof).ToString(CultureInfo.InvariantCulture),
            ["app_displayname"] = principal.DisplayName,
            ["idtyp"] = "app",
        });
        return Answer(accessToken, now, expires, access, v2) with { Scope = null };
    }

    public string V1Issuer(Guid tenant) => $"{options.PublicUrl.AbsoluteUri}{tenant:D}/";

    public string V2Issuer(Guid tenant) => $"{options.PublicUrl.AbsoluteUri}{tenant:D}/v2.0";

    private string IdToken(User user, Application client, Grant grant, bool v2, string? nonce)
    {
        var claims = UserClaims(user);
        claims["sub"] = PairwiseSubject(user, client.AppId);
        claims["auth_time"] = grant.User.At;
        if (v2)
            claims["preferred_username"] = user.SignInName;
        else
            claims["amr"] = grant.User.Methods;
        if (nonce is not null)
            claims["nonce"] = nonce;
        return Sign(client.AppId.ToString("D"), v2 ? V2Issuer(user.TenantId) : V1Issuer(user.TenantId), v2 ? "2.0" : "1.0", claims).Token;
    }

    private Dictionary<string, object> UserClaims(User user)
    {
        var claims = new Dictionary<string, object>
        {
            ["tid"] = user.TenantId.ToString("D"),
            ["oid"] = user.ObjectId.ToString("D"),
            ["name"] = user.DisplayName,
            ["upn"] = user.SignInName,
            ["unique_name"] = user.IsPersonalAccount ? $"{PersonalAccountsProvider}#{user.SignInName}" : user.SignInName,
        };
        if (user.HomeTenantId != user.TenantId || user.IsPersonalAccount)
        {
            claims["email"] = user.SignInName;
            claims["idp"] = user.IsPersonalAccount ? PersonalAccountsProvider : V1Issuer(user.HomeTenantId);
        }

        return claims;
    }

    private (string Token, DateTimeOffset Now, DateTimeOffset Expires) Sign(
        string audience, string issuer, string version, Dictionary<string, object> claims)
    {
        var now = clock.GetUtcNow();
        var expires = now + options.AccessTokenLifetime;
        claims["ver"] = version;
        claims["uti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = (now - ClockSkew).UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = keys.Current,
        });
        return (token, now, expires);
    }

    private static TokenAnswer Answer(string accessToken, DateTimeOffset now, DateTimeOffset expires, RequestedAccess access, bool v2)
    {
        var seconds = (long)(expires - now).TotalSeconds - 1;
        var text = seconds.ToString(CultureInfo.InvariantCulture);
        return new TokenAnswer
        {
            AccessToken = accessToken,
            Scope = access.Scope,
            ExpiresIn = v2 ? seconds : text,
            ExtendedExpiresIn = v2 ? seconds : text,
            ExpiresOn = v2 ? null : expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            NotBefore = v2 ? null : (now - ClockSkew).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            Resource = v2 ? null : access.Audience,
        };
    }

    /// <summary>The account id a client caches under: home object id and home tenant id, the same in every tenant.</summary>
    private static string ClientInfo(User user) => Base64UrlEncoder.Encode(JsonSerializer.Serialize(
        new Dictionary<string, string> { ["uid"] = user.HomeObjectId.ToString("D"), ["utid"] = user.HomeTenantId.ToString("D") },
        IdentityJson.Default.DictionaryStringString));

    /// <summary>A subject that differs from client to client (OpenID Connect Core §8.1), but is always the same at one.</summary>
    private static string PairwiseSubject(User user, Guid client) => Base64UrlEncoder.Encode(
        SHA256.HashData([.. user.HomeTenantId.ToByteArray(), .. user.HomeObjectId.ToByteArray(), .. client.ToByteArray()]));
}
