using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Hosting;
using Dapper;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>
/// Client assertions (<c>private_key_jwt</c>, RFC 7523 §3): signed RS256 or PS256 by a certificate registered for the application,
/// for this token service, within bounds of time, and used once.
/// </summary>
internal sealed class ClientAssertions(SqlDatabase database, IdentityOptions options, TimeProvider clock)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    // MSAL signs for ten minutes. A day bounds how long an id must be remembered, and how long a leaked assertion could wait.
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(24);

    public async Task VerifyAsync(string assertion, Application client, Tenant? tenant, CancellationToken cancellationToken)
    {
        var token = Read(assertion);
        var now = clock.GetUtcNow();
        CheckSignature(token, assertion, client, now);
        var clientId = client.AppId.ToString("D");
        if (!Same(Claim(token, "iss"), clientId) || !Same(Claim(token, "sub"), clientId))
            throw Refused.AssertionIssuerWrong();
        if (!token.Audiences.Any(audience => IsOurs(audience, tenant)))
            throw Refused.AssertionAudienceWrong();
        var expires = CheckTimes(token, now);
        if (Claim(token, "jti") is not { Length: > 0 and <= 256 } id)
            throw Refused.AssertionBad("The claim 'jti' is missing or longer than 256 characters.");
        var first = await database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "insert into identity_assertions (client_id, jti, expires_at) values (@clientId, @id, @expires) on conflict do nothing",
            new { clientId, id, expires = (expires + ClockSkew).ToUnixTimeMilliseconds() }, transaction) > 0, cancellationToken);
        if (!first)
            throw Refused.AssertionBad("The assertion was used already: each has its own 'jti'.");
    }

    private static JsonWebToken Read(string assertion)
    {
        try
        {
            return new JsonWebToken(assertion);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException or FormatException)
        {
            throw Refused.AssertionBad("The assertion is not a JWT in compact form.");
        }
    }

    private static void CheckSignature(JsonWebToken token, string assertion, Application client, DateTimeOffset now)
    {
        var padding = token.Alg switch
        {
            SecurityAlgorithms.RsaSha256 => RSASignaturePadding.Pkcs1,
            SecurityAlgorithms.RsaSsaPssSha256 => RSASignaturePadding.Pss,
            _ => throw Refused.AssertionBad("The algorithm must be RS256 or PS256."),
        };
        var credential = client.CertificateCredentials.FirstOrDefault(known => IsNamedBy(token, known))
            ?? throw Refused.AssertionBad("The certificate named by 'x5t', 'x5t#S256' or 'kid' is not registered.");
        if (now < credential.StartsAt - ClockSkew || now > credential.EndsAt)
            throw Refused.AssertionBad(string.Create(CultureInfo.InvariantCulture, $"The certificate is valid from {credential.StartsAt:u} to {credential.EndsAt:u}."));
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(credential.Certificate));
        using var key = certificate.GetRSAPublicKey()!;
        var signed = assertion.LastIndexOf('.');
        if (!key.VerifyData(Encoding.ASCII.GetBytes(assertion[..signed]), Bytes(assertion[(signed + 1)..]), HashAlgorithmName.SHA256, padding))
            throw Refused.AssertionBad("The signature does not fit the certificate.");
    }

    private static byte[] Bytes(string base64Url)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(base64Url);
        }
        catch (FormatException)
        {
            throw Refused.AssertionBad("The signature is not base64url.");
        }
    }

    private static bool IsNamedBy(JsonWebToken token, CertificateCredential known) =>
        (token.TryGetHeaderValue<string>("x5t#S256", out var sha256) && sha256 == known.ThumbprintSha256)
        || (token.TryGetHeaderValue<string>("x5t", out var sha1) && sha1 == known.ThumbprintSha1)
        || (token.TryGetHeaderValue<string>("kid", out var kid)
            && (kid == known.ThumbprintSha1 || Same(kid, Convert.ToHexString(Base64UrlEncoder.DecodeBytes(known.ThumbprintSha1)))));

    private static DateTimeOffset CheckTimes(JsonWebToken token, DateTimeOffset now)
    {
        if (!token.TryGetPayloadValue<long>("exp", out var seconds) || seconds is < 0 or > 253402300799)
            throw Refused.AssertionOutOfTime("The claim 'exp' is missing.");
        var expires = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (expires < now - ClockSkew)
            throw Refused.AssertionOutOfTime(string.Create(CultureInfo.InvariantCulture, $"It expired at {expires:u}; now it is {now:u}."));
        if (expires > now + LongestLifetime + ClockSkew)
            throw Refused.AssertionOutOfTime($"Its lifetime is longer than {LongestLifetime.TotalHours} hours.");
        foreach (var name in new[] { "nbf", "iat" })
        {
            if (token.TryGetPayloadValue<long>(name, out var from) && from > (now + ClockSkew).ToUnixTimeSeconds())
                throw Refused.AssertionOutOfTime($"The claim '{name}' is in the future; compare the clocks.");
        }

        return expires;
    }

    /// <summary>The token endpoints and issuers of the tenant asked, however the client spells the tenant.</summary>
    private bool IsOurs(string audience, Tenant? tenant)
    {
        var root = options.PublicUrl.AbsoluteUri;
        if (!audience.StartsWith(root, StringComparison.OrdinalIgnoreCase))
            return false;
        var slash = audience.IndexOf('/', root.Length);
        if (slash < 0 || audience[(slash + 1)..] is not ("oauth2/token" or "oauth2/v2.0/token" or "v2.0" or ""))
            return false;
        var name = audience[root.Length..slash];
        return tenant is null
            ? Same(name, "common") || Same(name, "organizations")
            : Same(name, tenant.Id.ToString("D")) || tenant.Domains.Any(domain => Same(name, domain))
                || (options.SingleTenant is not null && (Same(name, "common") || Same(name, "organizations")));
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
