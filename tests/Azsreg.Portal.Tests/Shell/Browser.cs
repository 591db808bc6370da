using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;

namespace Azsreg.Portal.Tests.Shell;

/// <summary>As much of a browser as the shell needs: cookies of a host whatever the port, redirects, forms.</summary>
internal sealed class Browser(Uri portal, X509Certificate2 root, TimeProvider clock) : IDisposable
{
#pragma warning disable RS0030 // The handler is Hosting's.
    private readonly HttpClient _http = new(Handler(root));
#pragma warning restore RS0030

    public Dictionary<string, string> Cookies { get; } = [];

    public string SessionCookie => Cookies.Single(cookie => cookie.Key.StartsWith("__Host-azsreg-portal", StringComparison.Ordinal)).Value;

    /// <summary>The last Set-Cookie of each name, with its attributes.</summary>
    public Dictionary<string, string> SetCookies { get; } = [];

    public async Task<Page> GetAsync(string address, bool follow = true, params (string Name, string Value)[] headers)
    {
        var page = await SendAsync(HttpMethod.Get, new Uri(portal, address), null, headers);
        for (var hops = 0; follow && page.Headers.TryGetValue("Location", out var next) && hops < 10; hops++)
            page = await SendAsync(HttpMethod.Get, new Uri(page.Url, next), null, headers);
        return page;
    }

    public Task<Page> PostAsync(string address, Dictionary<string, string> fields, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, new Uri(portal, address), fields, headers);

    /// <summary>Signs in on the way to a page, as a person does, and gives that page.</summary>
    public async Task<Page> SignInAsync(string user, string address = "/errors/AZR8000?x=1")
    {
        var page = await GetAsync($"/sign-in?return={Uri.EscapeDataString(address)}");
        return await CompleteAsync(page, user);
    }

    /// <summary>Fills in the sign-in page that was come to.</summary>
    public async Task<Page> CompleteAsync(Page page, string user)
    {
        var fields = page.Hidden();
        fields["login"] = user;
        fields["passwd"] = TestPortal.Password.Reveal();
        fields["decision"] = "continue";
        page = await SendAsync(HttpMethod.Post, new Uri(page.Url, "/common/oauth2/signin"), fields);
        if (user == TestPortal.SecondFactor)
        {
            fields = page.Hidden();
            fields["otc"] = OneTimeCode(clock.GetUtcNow());
            fields["decision"] = "continue";
            page = await SendAsync(HttpMethod.Post, new Uri(page.Url, "/common/oauth2/signin"), fields);
        }

        return page.Headers.TryGetValue("Location", out var next) ? await GetAsync(new Uri(page.Url, next).AbsoluteUri) : page;
    }

    /// <summary>Opens the live connection, as a page does that says its address.</summary>
    public async Task<LiveReader> LiveAsync(string address = "/live")
    {
        using var request = Request(HttpMethod.Get, new Uri(portal, address), null, []);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new LiveReader(response, await response.Content.ReadAsStreamAsync());
    }

    public void Dispose() => _http.Dispose();

    private async Task<Page> SendAsync(HttpMethod method, Uri url, Dictionary<string, string>? fields, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, url, fields, headers);
        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
                Take(cookie);
        }

        return new Page(
            url, response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    private HttpRequestMessage Request(HttpMethod method, Uri url, Dictionary<string, string>? fields, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, url) { Version = HttpVersion.Version20, Content = fields is null ? null : new FormUrlEncodedContent(fields) };
        request.Headers.Add("Accept", "text/html,*/*");
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.Add(name, value);
        }

        return request;
    }

    /// <summary>Whatever name a request is for, it goes to this machine, whose certificate is the authority's.</summary>
    private static SocketsHttpHandler Handler(X509Certificate2 root)
    {
        var handler = TrustedHttp.CreateHandler([root]);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Issuer == root.Subject;
        return handler;
    }

    private void Take(string cookie)
    {
        var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
        SetCookies[name] = cookie;
        if (value.Length == 0)
            Cookies.Remove(name);
        else
            Cookies[name] = value;
    }

    private static string OneTimeCode(DateTimeOffset now)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(TestPortal.TotpSecret.Reveal().Select(letter => Convert.ToString(alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, now.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238.
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(mac[^1] & 15)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
