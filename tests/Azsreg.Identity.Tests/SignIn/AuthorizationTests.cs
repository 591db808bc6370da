using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Azsreg.Identity.Tests;

/// <summary>The authorization code flow, with a browser.</summary>
public sealed class AuthorizationTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    // RFC 7636 appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Redirect = "http://localhost:53682/";

    private TestHost Host => fixture.Host;

    [Fact]
    public async Task Authorize_PasswordRight_CodeAndStateAtTheRedirectUri()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        await browser.SignInAsync(TestHost.Owner);
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.Found);
        browser.Location!.GetLeftPart(UriPartial.Path).ShouldBe(Redirect);
        Answer(browser)["state"].ShouldBe("a b&c");
        (await RedeemAsync(Answer(browser)["code"])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Authorize_Nonce_ComesBackInTheIdToken()
    {
        var (_, json) = await RedeemAsync(await CodeAsync());
        new JsonWebToken(json["id_token"]!.GetValue<string>()).GetPayloadValue<string>("nonce").ShouldBe("n-1");
    }

    [Fact]
    public async Task Authorize_SecondFactor_AsksForTheCodeAndSaysSoInTheToken()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = new Browser(host);
        await browser.OpenAsync(Request());
        await browser.SignInAsync(TestHost.WithCode);
        browser.Page.ShouldContain("autocomplete=\"one-time-code\"");
        await browser.SubmitAsync(("otc", "000000"), ("decision", "continue"));
        browser.Error.ShouldContain("AADSTS500121");
        await browser.SubmitAsync(("otc", host.OneTimeCode()), ("decision", "continue"));
        var (_, json) = await RedeemAsync(Answer(browser)["code"], on: host);
        new JsonWebToken(json["access_token"]!.GetValue<string>()).GetPayloadValue<string[]>("amr").ShouldBe(["pwd", "mfa"]);
    }

    [Fact]
    public async Task Authorize_OneTimeCodeTwice_SecondIsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var code = host.OneTimeCode();
        foreach (var expected in new[] { "", "AADSTS500121" })
        {
            using var browser = new Browser(host);
            await browser.OpenAsync(Request());
            await browser.SignInAsync(TestHost.WithCode);
            await browser.SubmitAsync(("otc", code), ("decision", "continue"));
            browser.Error.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task Authorize_PasswordWrong_ErrorBesideThePasswordAndTheNameStays()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        await browser.SignInAsync(TestHost.Owner, "wrong password");
        browser.Error.ShouldBe("Your account or password is incorrect. (AADSTS50126)");
        browser.Page.ShouldContain("id=\"passwd-error\" role=\"alert\"");
        browser.Page.ShouldContain("value=\"owner@contoso.onmicrosoft.com\"");
        browser.Page.ShouldNotContain("wrong password");
    }

    [Fact]
    public async Task Authorize_UserOfAnotherTenant_SaysSoBesideTheName()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        await browser.SignInAsync(TestHost.Stranger);
        browser.Error.ShouldContain("AADSTS50020");
        browser.Page.ShouldContain("id=\"login-error\"");
    }

    [Fact]
    public async Task Authorize_Cancelled_AccessDenied()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        await browser.SubmitAsync(("decision", "cancel"));
        Answer(browser)["error"].ShouldBe("access_denied");
        Answer(browser)["state"].ShouldBe("a b&c");
    }

    [Fact]
    public async Task Authorize_LoginHint_FillsTheNameIn()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request(("login_hint", "\"><script>alert(1)</script>")));
        browser.Page.ShouldContain("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"");
        browser.Page.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Authorize_Page_StrictHeaders()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        browser.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldMatch(
            "^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; form-action 'self' http://localhost:53682; frame-ancestors 'none'; base-uri 'none'$");
        browser.Response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        browser.Response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        browser.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        browser.Response.Headers.GetValues("Set-Cookie").Single().ShouldMatch(
            "^__Host-azsreg-signin=[A-Za-z0-9_-]{43}; path=/; secure; samesite=lax; httponly$");
    }

    [Fact]
    public async Task Authorize_FormPost_AnswerInAForm()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request(("response_mode", "form_post")));
        await browser.SignInAsync(TestHost.Owner);
        browser.Page.ShouldContain($"<form method=\"post\" action=\"{Redirect}\">");
        browser.Page.ShouldContain("<input type=\"hidden\" name=\"code\" value=\"1.");
        browser.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'sha256-");
    }

    [Fact]
    public async Task Authorize_Fragment_AnswerBehindTheHash()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request(("response_mode", "fragment")));
        await browser.SignInAsync(TestHost.Owner);
        browser.Location!.Fragment.ShouldStartWith("#code=1.");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://localhost:53682/other")]
    public async Task Authorize_RedirectUriNotRegistered_PageAndNoRedirect(string uri)
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request(("redirect_uri", uri)));
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        browser.Location.ShouldBeNull();
        browser.Error.ShouldContain("AADSTS50011");
    }

    [Theory]
    [InlineData("code_challenge", "", "invalid_request", "AADSTS9002325")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "AADSTS501491")]
    [InlineData("response_type", "token", "unsupported_response_type", "AADSTS700054")]
    [InlineData("scope", "https://unknown.example/.default", "invalid_resource", "AADSTS500011")]
    [InlineData("prompt", "none", "login_required", "AADSTS50058")]
    public async Task Authorize_RequestNotAcceptable_ErrorAtTheRedirectUri(string name, string value, string error, string code)
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request((name, value)));
        Answer(browser)["error"].ShouldBe(error);
        Answer(browser)["error_description"].ShouldStartWith(code);
        Answer(browser)["state"].ShouldBe("a b&c");
    }

    [Fact]
    public async Task SignIn_FormWithoutTheBrowsersCookie_Refused()
    {
        using var browser = new Browser(Host);
        using var other = new Browser(Host);
        await browser.OpenAsync(Request());
        await other.OpenAsync(Request());
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
            cookie.Expired = true;
        await browser.SignInAsync(TestHost.Owner);
        browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        browser.Error.ShouldContain("AADSTS165000");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task SignIn_FormWithoutFlow_Refused(string flow)
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync(Request());
        await browser.SubmitAsync(("flow", flow), ("login", TestHost.Owner), ("passwd", TestHost.Password.Reveal()));
        browser.Error.ShouldContain("AADSTS165000");
    }

    [Fact]
    public async Task SignIn_TookTooLong_Refused()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = new Browser(host);
        await browser.OpenAsync(Request());
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        await browser.SignInAsync(TestHost.Owner);
        browser.Error.ShouldContain("AADSTS165000");
    }

    [Fact]
    public async Task Redeem_WrongVerifier_501481AndTheCodeStaysUsable()
    {
        var code = await CodeAsync();
        await RefusedAsync(501481, code, ("code_verifier", Challenge));
        (await RedeemAsync(code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Redeem_NoVerifier_900144() => await RefusedAsync(900144, await CodeAsync(), ("code_verifier", ""));

    [Fact]
    public async Task Redeem_OtherRedirectUri_700005() => await RefusedAsync(700005, await CodeAsync(), ("redirect_uri", "http://localhost:1/"));

    [Fact]
    public async Task Redeem_OtherClient_700005() =>
        await RefusedAsync(700005, await CodeAsync(), ("client_id", "04b07795-8ddb-461a-bbee-02f9e1bf7b46"));

    [Fact]
    public async Task Redeem_UnknownCode_70000() => await RefusedAsync(70000, "1.AAAA");

    [Fact]
    public async Task Redeem_SecondTime_54005AndWhatTheFirstBroughtIsRevoked()
    {
        var code = await CodeAsync();
        var (_, tokens) = await RedeemAsync(code);
        await RefusedAsync(54005, code);
        var (status, json) = await Host.PostAsync(
            "common/oauth2/v2.0/token", ("grant_type", "refresh_token"), ("client_id", TestHost.PowerShell),
            ("refresh_token", tokens["refresh_token"]!.GetValue<string>()), ("scope", TestHost.ArmScope));
        status.ShouldBe(HttpStatusCode.BadRequest);
        json["error_codes"]!.ToJsonString().ShouldBe("[50173]");
    }

    [Fact]
    public async Task Redeem_Expired_70008()
    {
        await using var host = await TestHost.StartAsync();
        var code = await CodeAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        var (_, json) = await RedeemAsync(code, on: host);
        json["error_codes"]!.ToJsonString().ShouldBe("[70008]");
    }

    [Fact]
    public async Task Logout_Get_SaysSo()
    {
        using var browser = new Browser(Host);
        await browser.OpenAsync("contoso.onmicrosoft.com/oauth2/v2.0/logout");
        browser.Page.ShouldContain("You signed out");
    }

    private static string Request(params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string?>
        {
            ["client_id"] = TestHost.PowerShell, ["response_type"] = "code", ["redirect_uri"] = Redirect, ["state"] = "a b&c", ["nonce"] = "n-1",
            ["scope"] = TestHost.ArmScope + " openid offline_access", ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            fields[name] = value;
        return QueryHelpers.AddQueryString("contoso.onmicrosoft.com/oauth2/v2.0/authorize", fields);
    }

    private async Task<string> CodeAsync(TestHost? on = null)
    {
        using var browser = new Browser(on ?? Host);
        await browser.OpenAsync(Request());
        await browser.SignInAsync(TestHost.Owner);
        return Answer(browser)["code"];
    }

    private Task<(HttpStatusCode Status, JsonObject Json)> RedeemAsync(string code, (string Name, string Value)? change = null, TestHost? on = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["client_id"] = TestHost.PowerShell, ["code"] = code, ["redirect_uri"] = Redirect, ["code_verifier"] = Verifier,
        };
        if (change is { } changed)
            fields[changed.Name] = changed.Value;
        return (on ?? Host).PostAsync("contoso.onmicrosoft.com/oauth2/v2.0/token", [.. fields.Select(field => (field.Key, field.Value))]);
    }

    private async Task RefusedAsync(int code, string text, (string Name, string Value)? change = null)
    {
        var (status, json) = await RedeemAsync(text, change);
        status.ShouldBe(HttpStatusCode.BadRequest);
        json["error_codes"]!.ToJsonString().ShouldBe($"[{code}]", json.ToJsonString());
    }

    private static Dictionary<string, string> Answer(Browser browser) =>
        QueryHelpers.ParseQuery(browser.Location!.Query).ToDictionary(field => field.Key, field => field.Value.ToString());
}
