using System.Net;
using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Portal.Tests.Shell;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Session;

public sealed class SignInTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Get_NobodySignedIn_SignsInAndComesBackToThePage()
    {
        using var browser = portal.Browse();

        var signIn = await browser.GetAsync("/nowhere?item=1");
        var page = await browser.CompleteAsync(signIn, TestPortal.Owner);

        signIn.Url.Authority.ShouldBe(portal.AdminUrl.Authority);
        page.Url.ShouldBe(new Uri(portal.Url, "/nowhere?item=1"));
        page.Html.ShouldContain(TestPortal.Owner);
    }

    [Fact]
    public async Task SignIn_SecondFactor_AsksForTheCode()
    {
        using var browser = portal.Browse();

        var page = await browser.SignInAsync(TestPortal.SecondFactor);

        page.Html.ShouldContain(TestPortal.SecondFactor);
        page.Html.ShouldContain("Owner of the Default Provider Subscription");
    }

    [Fact]
    public async Task SignIn_Session_IsACookieOfThisHostOnly()
    {
        using var browser = await portal.SignInAsync();

        var cookie = browser.SetCookies.Single(set => set.Key.StartsWith("__Host-azsreg-portal", StringComparison.Ordinal)).Value.ToLowerInvariant();

        cookie.ShouldContain("secure");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/");
        cookie.ShouldNotContain("domain=");
    }

    [Fact]
    public async Task Authorize_RedirectToAnotherSite_IsRefusedByTheStamp()
    {
        using var browser = portal.Browse();
        var begun = await browser.GetAsync("/sign-in", follow: false);
        var page = begun.Headers["Location"].Replace(Uri.EscapeDataString(new Uri(portal.Url, "/signin-oidc").AbsoluteUri), Uri.EscapeDataString("https://evil.example/signin-oidc"), StringComparison.Ordinal);

        var answer = await browser.GetAsync(page, follow: false);

        page.ShouldContain("evil.example");
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Html.ShouldContain("AADSTS50011");
    }

    [Theory]
    [InlineData("/usage?day=1", "/usage?day=1")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/a\\b", "/")]
    [InlineData("/a\r\nSet-Cookie: x=1", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Of_Address_IsAPageOfThePortal(string? asked, string expected) => LocalReturn.Of(asked).ShouldBe(expected);

    [Fact]
    public async Task Callback_OfAnotherBrowser_IsRefused()
    {
        using var begun = portal.Browse();
        var signIn = await begun.GetAsync("/sign-in", follow: false);
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(signIn.Headers["Location"]).Query)["state"];
        using var other = portal.Browse();

        var page = await other.GetAsync($"/signin-oidc?code=stolen&state={state}");

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Html.ShouldContain("AZR8004");
    }

    [Fact]
    public async Task Callback_Twice_IsRefusedTheSecondTime()
    {
        using var browser = portal.Browse();
        var fields = (await browser.GetAsync("/sign-in")) is var page ? page.Hidden() : [];
        fields["login"] = TestPortal.Owner;
        fields["passwd"] = TestPortal.Password.Reveal();
        fields["decision"] = "continue";
        var answer = (await browser.PostAsync(new Uri(page.Url, "/common/oauth2/signin").AbsoluteUri, fields)).Headers["Location"];

        var first = await browser.GetAsync(answer, follow: false);
        var second = await browser.GetAsync(answer, follow: false);

        first.Status.ShouldBe(HttpStatusCode.Redirect);
        second.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Callback_Cancelled_SaysSoWithAWayBack()
    {
        using var browser = portal.Browse();
        var page = await browser.GetAsync("/sign-in");
        var fields = page.Hidden();
        fields["decision"] = "cancel";
        var back = (await browser.PostAsync(new Uri(page.Url, "/common/oauth2/signin").AbsoluteUri, fields)).Headers["Location"];

        var answer = await browser.GetAsync(back);

        answer.Html.ShouldContain("AZR8004");
        answer.Html.ShouldContain("href=\"/sign-in\"");
    }

    [Fact]
    public async Task Begin_ByTheStampsOwnName_SignsInAtTheStampsOwnName()
    {
        using var browser = portal.Browse();

        var begun = await browser.GetAsync("/sign-in", follow: false, ("Host", $"{TestPortal.HostName}:{portal.Url.Port}"));

        var page = new Uri(begun.Headers["Location"]);
        page.Host.ShouldBe("adminmanagement.local.azurestack.external");
        page.Query.ShouldContain(Uri.EscapeDataString($"https://{TestPortal.HostName}:{portal.Url.Port}/signin-oidc"));
    }

    [Fact]
    public async Task SignOut_Session_EndsHereAndAtTheStamp()
    {
        using var browser = portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);
        var cookie = browser.Cookies.Single(one => one.Key.StartsWith("__Host-azsreg-portal", StringComparison.Ordinal));
        var sessions = portal.Services.GetRequiredService<SessionStore>();
        var session = (await sessions.FindAsync(cookie.Value, isVisit: false, CancellationToken.None))!;
        var door = portal.Services.GetRequiredService<StampDoor>();
        var environment = await door.EnvironmentAsync(CancellationToken.None);

        var answer = await browser.PostAsync("/sign-out", new() { ["form-token"] = page.FormToken });

        answer.Status.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers["Location"].ShouldBe("/signed-out");
        browser.Cookies.ShouldNotContainKey(cookie.Key);
        browser.Cookies[cookie.Key] = cookie.Value;
        (await browser.GetAsync("/nowhere", follow: false)).Headers["Location"].ShouldStartWith("/sign-in");
        await Should.ThrowAsync<SignInException>(() => door.SignIn(environment).WithRefreshTokenAsync(
            session.Content.TenantId, environment.Audience, new Secret(session.Content.RefreshToken), CancellationToken.None));
    }
}
