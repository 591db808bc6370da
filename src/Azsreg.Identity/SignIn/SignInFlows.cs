using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>Seals flows into forms and opens them again, in the same browser only.</summary>
internal sealed class SignInFlows(SecretProtector protector, IdentityOptions options, TimeProvider clock)
{
    public const string Field = "flow";
    public const string Cookie = "__Host-azsreg-signin";

    private const string Purpose = "identity.sign-in-flow";
    private const int LongestFlow = 24 * 1024;

    /// <summary>Starts a flow in the browser of this request.</summary>
    public SignInFlow Start(HttpContext http, Guid correlationId)
    {
        var browser = http.Request.Cookies[Cookie];
        if (browser is not { Length: 43 })
        {
            browser = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
            http.Response.Cookies.Append(
                Cookie, browser, new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true });
        }

        return new SignInFlow
        {
            Browser = SecretHash.LookupKey(browser),
            ExpiresAt = (clock.GetUtcNow() + options.SignInLifetime).ToUnixTimeMilliseconds(),
            CorrelationId = correlationId,
        };
    }

    public string Seal(SignInFlow flow) => Base64UrlEncoder.Encode(
        protector.Protect(JsonSerializer.SerializeToUtf8Bytes(flow, IdentityJson.Default.SignInFlow), Purpose));

    /// <exception cref="SignInException">No flow of this browser, or it took too long.</exception>
    public SignInFlow Open(HttpContext http, TokenRequest form)
    {
        var sealedFlow = form.Optional(Field, LongestFlow) ?? throw Refused.SignInTimedOut();
        SignInFlow flow;
        try
        {
            flow = JsonSerializer.Deserialize(protector.Unprotect(Base64UrlEncoder.DecodeBytes(sealedFlow), Purpose), IdentityJson.Default.SignInFlow)!;
        }
        catch (Exception exception) when (exception is FormatException or CataloguedException)
        {
            throw Refused.SignInTimedOut();
        }

        var ours = http.Request.Cookies[Cookie] is { } browser && SecretHash.LookupKey(browser) == flow.Browser;
        return ours && flow.ExpiresAt > clock.GetUtcNow().ToUnixTimeMilliseconds() ? flow : throw Refused.SignInTimedOut();
    }
}
