using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Session;

/// <summary>A sign-in that was begun: kept sealed in the browser that began it, so that its answer counts there only and nothing is kept of the rest.</summary>
/// <param name="State">What comes back with the answer.</param>
/// <param name="Nonce">What comes back within the id token.</param>
/// <param name="Verifier">What the code is redeemed with (PKCE).</param>
/// <param name="RedirectUri">Where the answer is sent.</param>
/// <param name="Return">The page asked for.</param>
/// <param name="At">When it was begun.</param>
internal sealed record PendingSignIn(string State, string Nonce, string Verifier, Uri RedirectUri, string Return, DateTimeOffset At)
{
    private const string Prefix = "__Host-azsreg-signin-";
    private const string Purpose = "portal/sign-in";
    private const int MostAtOnce = 6;

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static PendingSignIn Begin(Uri redirectUri, string @return, DateTimeOffset now) => new(Text(), Text(), Text(), redirectUri, @return, now);

    /// <summary>Reads what this browser began with that state; null where it began nothing, or too long ago.</summary>
    public static PendingSignIn? Find(HttpContext http, SecretProtector protector, string state, DateTimeOffset now)
    {
        if (state.Length < 8 || http.Request.Cookies[Prefix + state[..8]] is not { } text)
            return null;
        try
        {
            var pending = JsonSerializer.Deserialize<PendingSignIn>(protector.Unprotect(text, Purpose).Reveal());
            return pending is not null && now - pending.At < Lifetime
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(pending.State), Encoding.UTF8.GetBytes(state)) ? pending : null;
        }
        catch (Exception exception) when (exception is CataloguedException or JsonException or FormatException)
        {
            return null;
        }
    }

    public void Keep(HttpContext http, SecretProtector protector)
    {
        // Tabs that were opened and never signed in must not fill the browser's room for cookies.
        foreach (var old in http.Request.Cookies.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Skip(MostAtOnce - 1))
            SessionCookie.Clear(http, old);
        SessionCookie.Set(http, Prefix + State[..8], protector.Protect(new Secret(JsonSerializer.Serialize(this)), Purpose), Lifetime);
    }

    public void Forget(HttpContext http) => SessionCookie.Clear(http, Prefix + State[..8]);

    private static string Text() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
