using System.Net;
using System.Text.RegularExpressions;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Web;

public sealed partial class SecurityHeadersTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/signed-out")]
    [InlineData("/errors/AZR8000")]
    [InlineData("/nowhere/at/all")]
    [InlineData("/test/fail")]
    public async Task Get_AnyAnswer_CarriesTheStrictHeaders(string address)
    {
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync(address, follow: false);

        page.Headers["Content-Security-Policy"].ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        page.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        page.Headers["X-Frame-Options"].ShouldBe("DENY");
        page.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        page.Headers["Cross-Origin-Opener-Policy"].ShouldBe("same-origin");
        page.Headers["Cache-Control"].ShouldContain("no-store");
        page.Headers.ShouldNotContainKey("Strict-Transport-Security");
        page.Headers.ShouldNotContainKey("Server");
    }

    [Fact]
    public async Task Get_StampsOwnName_KeepsBrowsersToTls()
    {
        using var browser = portal.Browse();

        var page = await browser.GetAsync("/signed-out", headers: ("Host", $"{TestPortal.HostName}:{portal.Url.Port}"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Headers["Strict-Transport-Security"].ShouldBe("max-age=31536000");
    }

    [Fact]
    public async Task Get_StrangersName_IsRefused()
    {
        using var browser = portal.Browse();

        var page = await browser.GetAsync("/signed-out", headers: ("Host", "rebound.example"));

        page.Status.ShouldBe(HttpStatusCode.MisdirectedRequest);
        page.Html.ShouldContain("AZR8007");
    }

    [Theory]
    [InlineData("/errors/AZR8000")]
    [InlineData("/nowhere")]
    [InlineData("/signed-out")]
    public async Task Get_ShellsPages_HaveNothingInline(string address)
    {
        using var browser = await portal.SignInAsync();

        var html = (await browser.GetAsync(address)).Html;

        html.ShouldNotContain(" style=");
        html.ShouldNotContain("<style");
        InlineScript().IsMatch(html).ShouldBeFalse();
        Handler().IsMatch(html).ShouldBeFalse();
        html.ShouldNotContain("http://", Case.Insensitive);
    }

    [Fact]
    public async Task Get_ClientFiles_AreKeptForGoodAndCompressed()
    {
        using var browser = portal.Browse();
        var html = (await browser.GetAsync("/signed-out")).Html;
        var script = Regex.Match(html, "/assets/portal-[^\"]+\\.js").Value;

        var plain = await browser.GetAsync(script);
        var packed = await browser.GetAsync(script, headers: ("Accept-Encoding", "br"));

        plain.Headers["Cache-Control"].ShouldBe("public, max-age=31536000, immutable");
        plain.Headers["Content-Type"].ShouldBe("text/javascript; charset=utf-8");
        packed.Html.ShouldBe(plain.Html);
        (await browser.GetAsync("/assets/manifest.json")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("/assets/..%2Fmanifest.json")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [GeneratedRegex("<script(?![^>]*(src=|type=\"application/json\"))")]
    private static partial Regex InlineScript();

    [GeneratedRegex("\\son[a-z]+=|hx-on", RegexOptions.IgnoreCase)]
    private static partial Regex Handler();
}
