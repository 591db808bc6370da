using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests.SignIn;

/// <summary>A person with a browser and an authenticator app: keeps cookies, fills in the one form of a page, follows redirects.</summary>
internal sealed partial class Person : IDisposable
{
    private const int MostRedirects = 10;
    private readonly X509Certificate2 _root;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private Uri _at;

    public Person(LocalWorld world)
        : this(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(world.Folder, "ca", "root.pem")), world.AzureUrl)
    {
    }

    public Person(X509Certificate2 authority, Uri at)
    {
        _root = X509CertificateLoader.LoadCertificate(authority.RawData);
        _handler = TrustedHttp.CreateHandler([_root]);
        _handler.UseCookies = true;
        _handler.CookieContainer = new CookieContainer();
        _http = new HttpClient(_handler);
        _at = at;
    }

    public string Page { get; private set; } = "";

    public async Task OpenAsync(Uri address) => await ReadAsync(await _http.GetAsync(address), address);

    /// <summary>Sends the page's form with what was typed.</summary>
    public async Task SubmitAsync(params (string Name, string Value)[] typed)
    {
        var fields = Hidden().Matches(Page).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        var address = new Uri(_at, WebUtility.HtmlDecode(Action().Match(Page).Groups["action"].Value));
        await ReadAsync(await _http.PostAsync(address, content), address);
    }

    public Task SignInAsync(string user, string password) => SubmitAsync(("login", user), ("passwd", password), ("decision", "continue"));

    /// <summary>What the authenticator app shows (RFC 6238, 30 s, six digits).</summary>
    /// <param name="secret">The shared secret in base32.</param>
    public static string OneTimeCode(string secret)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238's default, which every authenticator app speaks.
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (code % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _root.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response, Uri address)
    {
        for (var redirects = 0; response.Headers.Location is { } next && redirects < MostRedirects; redirects++)
        {
            address = new Uri(address, next);
            response.Dispose();
            response = await _http.GetAsync(address);
        }

        _at = address;
        Page = await response.Content.ReadAsStringAsync();
        response.Dispose();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\"")]
    private static partial Regex Action();
}
