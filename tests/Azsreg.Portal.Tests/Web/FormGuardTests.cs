using System.Net;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Web;

public sealed class FormGuardTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Post_TokenOfThePage_IsTaken()
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);

        var answer = await browser.PostAsync("/test/change", new() { ["form-token"] = page.FormToken });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Html.ShouldBe("changed");
    }

    [Fact]
    public async Task Post_TokenInTheHeader_IsTaken()
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);

        (await browser.PostAsync("/test/change", [], ("X-Form-Token", page.FormToken))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-token")]
    public async Task Post_WithoutTheToken_IsRefused(string? token)
    {
        using var browser = await portal.SignInAsync();

        var answer = await browser.PostAsync("/test/change", token is null ? [] : new() { ["form-token"] = token });

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Html.ShouldContain("AZR8002");
    }

    [Fact]
    public async Task Post_TokenOfAnotherSession_IsRefused()
    {
        using var other = portal.Browse();
        var token = (await other.SignInAsync(TestPortal.Owner)).FormToken;
        using var browser = await portal.SignInAsync();

        (await browser.PostAsync("/test/change", new() { ["form-token"] = token })).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    public async Task Post_FromAnotherOrigin_IsRefused(string site)
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);

        var answer = await browser.PostAsync("/test/change", new() { ["form-token"] = page.FormToken }, ("Sec-Fetch-Site", site));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Html.ShouldContain("AZR8002");
    }

    [Fact]
    public async Task Post_Reader_MayNotChange()
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Reader);

        var answer = await browser.PostAsync("/test/change", new() { ["form-token"] = page.FormToken });

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Html.ShouldContain("AZR8003");
    }

    [Fact]
    public async Task Post_ReadersTheme_IsTaken()
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Reader);

        var answer = await browser.PostAsync("/theme", new() { ["form-token"] = page.FormToken, ["theme"] = "dark", ["return"] = "/errors/AZR8001" });

        answer.Status.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers["Location"].ShouldBe("/errors/AZR8001");
        (await browser.GetAsync("/errors/AZR8001")).Html.ShouldContain("data-theme=\"dark\"");
    }

    [Fact]
    public async Task Post_NobodySignedIn_IsNotAnswered()
    {
        using var browser = portal.Browse();

        var answer = await browser.PostAsync("/test/change", new() { ["form-token"] = "" });

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Html.ShouldContain("the session has ended");
        answer.Html.ShouldContain("href=\"/sign-in\"");
    }
}
