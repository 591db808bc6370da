using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Azsreg.Hosting;

namespace Azsreg.Portal.Tests.Registration;

/// <summary>A person with a browser that keeps cookies and follows redirects, at the portal and at Azure's sign-in pages.</summary>
internal sealed partial class Visitor : IDisposable
{
    private const int MostRedirects = 10;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    public Visitor(X509Certificate2 root)
    {
        _handler = TrustedHttp.CreateHandler([root]);
        _handler.UseCookies = true;
        _handler.CookieContainer = new CookieContainer();
#pragma warning disable RS0030 // The handler is Hosting's.
        _http = new HttpClient(_handler);
#pragma warning restore RS0030
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html,*/*");
    }

    /// <summary>Where the last answer came from.</summary>
    public Uri At { get; private set; } = new("https://localhost/");

    /// <summary>The last answer, decoded.</summary>
    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>The last answer's text without its markup, blanks made one.</summary>
    public string Text => Blanks().Replace(WebUtility.HtmlDecode(Markup().Replace(Page, " ")), " ");

    public async Task<string> GetAsync(Uri address)
    {
        await ReadAsync(await _http.GetAsync(address), address);
        return Page;
    }

    public async Task<byte[]> DownloadAsync(Uri address) => await _http.GetByteArrayAsync(address);

    /// <summary>Sends a form of the portal as htmx does not: a plain POST, with the session's token.</summary>
    public Task<string> PostAsync(Uri address, params (string Name, string Value)[] fields)
    {
        var all = fields.ToDictionary(field => field.Name, field => field.Value);
        all["form-token"] = HiddenOf("form-token");
        return PostAsync(address, new FormUrlEncodedContent(all));
    }

    /// <summary>Sends a form with a file.</summary>
    public Task<string> UploadAsync(Uri address, string field, byte[] file, params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent { { new StringContent(HiddenOf("form-token")), "form-token" } };
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        content.Add(new ByteArrayContent(file), field, "key.txt");
        return PostAsync(address, content);
    }

    /// <summary>Sends the one form of a sign-in page with what was typed.</summary>
    public Task<string> SubmitAsync(params (string Name, string Value)[] typed)
    {
        var fields = HiddenFields().Matches(Page).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        foreach (var (name, value) in typed)
            fields[name] = value;
        return PostAsync(new Uri(At, WebUtility.HtmlDecode(FormAction().Match(Page).Groups["action"].Value)), new FormUrlEncodedContent(fields));
    }

    /// <summary>The value of a hidden field of the last page; empty where there is none.</summary>
    public string HiddenOf(string name) =>
        HiddenFields().Matches(Page).FirstOrDefault(match => match.Groups["name"].Value == name) is { } match ? WebUtility.HtmlDecode(match.Groups["value"].Value) : "";

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<string> PostAsync(Uri address, HttpContent content)
    {
        using (content)
            await ReadAsync(await _http.PostAsync(address, content), address);
        return Page;
    }

    private async Task ReadAsync(HttpResponseMessage response, Uri address)
    {
        for (var redirects = 0; response.Headers.Location is { } next && redirects < MostRedirects; redirects++)
        {
            address = new Uri(address, next);
            response.Dispose();
            response = await _http.GetAsync(address);
        }

        At = address;
        Status = response.StatusCode;
        Page = await response.Content.ReadAsStringAsync();
        response.Dispose();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex HiddenFields();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<script.*?</script>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
