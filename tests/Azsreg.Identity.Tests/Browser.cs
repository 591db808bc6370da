using System.Net;
using System.Text.RegularExpressions;

namespace Azsreg.Identity.Tests;

/// <summary>A person at the sign-in pages: keeps cookies, reads the one form of a page, fills it in and sends it.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(TestHost host)
    {
        var handler = host.Handler();
        handler.UseCookies = true;
        handler.CookieContainer = Cookies;
        _http = new HttpClient(handler) { BaseAddress = host.Url };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpResponseMessage Response { get; private set; } = null!;

    public string Page { get; private set; } = "";

    /// <summary>Where the last answer redirects to.</summary>
    public Uri? Location => Response.Headers.Location;

    public async Task<string> OpenAsync(string path)
    {
        Response = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return Page = await Response.Content.ReadAsStringAsync();
    }

    public async Task<string> SubmitAsync(params (string Name, string Value)[] typed)
    {
        var fields = Hidden().Matches(Page).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        Response = await _http.PostAsync(WebUtility.HtmlDecode(Action().Match(Page).Groups["action"].Value), content);
        return Page = await Response.Content.ReadAsStringAsync();
    }

    public Task<string> SignInAsync(string user, string? password = null) =>
        SubmitAsync(("login", user), ("passwd", password ?? TestHost.Password.Reveal()), ("decision", "continue"));

    public string Error => WebUtility.HtmlDecode(ErrorText().Match(Page).Groups["error"].Value);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("class=\"error\"[^>]*>(?<error>[^<]+)<")]
    private static partial Regex ErrorText();
}
