using System.Net;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Errors;

public sealed class FaultHandlerTests(TestPortal portal) : IClassFixture<TestPortal>
{
    [Fact]
    public async Task Get_UnknownPage_IsAPageWithCodeAndWayOut()
    {
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync("/nowhere");

        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Html.ShouldContain("<nav class=\"nav\"");
        page.Html.ShouldContain("href=\"/errors/AZR8000\"");
        page.Html.ShouldContain("Go to the dashboard");
    }

    [Fact]
    public async Task Get_PageThatFails_TellsANumberAndNothingOfTheInside()
    {
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync("/test/fail");

        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Html.ShouldContain("AZR8001");
        page.Html.ShouldNotContain(TestPortal.Inside);
        page.Html.ShouldNotContain("InvalidOperationException");
        var number = System.Text.RegularExpressions.Regex.Match(page.Html, "Number for the log: <span class=\"mono\">([0-9a-f]{16})<").Groups[1].Value;
        number.Length.ShouldBe(16);
        portal.Log.Text.ShouldContain(number);
        portal.Log.Text.ShouldContain(TestPortal.Inside);
    }

    [Fact]
    public async Task Get_ScriptsRequestThatFails_IsABannerOnly()
    {
        using var browser = await portal.SignInAsync();

        var answer = await browser.GetAsync("/test/fail", false, ("HX-Request", "true"));

        answer.Html.TrimStart().ShouldStartWith("<div class=\"banner bad\"");
        answer.Html.ShouldNotContain("<html");
    }

    [Fact]
    public async Task Get_LiveRefreshThatFails_LeavesWhatIsShown()
    {
        using var browser = await portal.SignInAsync();

        var answer = await browser.GetAsync("/test/fail", false, ("HX-Request", "true"), ("X-Live", "1"));

        answer.Headers["HX-Reswap"].ShouldBe("none");
        answer.Html.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_ErrorCode_SaysWhatTheCatalogueSays()
    {
        using var browser = portal.Browse();

        var page = await browser.GetAsync("/errors/azr2104");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("AZR2104");
        (await browser.GetAsync("/errors/AZR0000")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
