using System.Net;
using System.Text.RegularExpressions;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Alerts;

public sealed partial class AlertsPageTests
{
    [Fact]
    public async Task Alerts_Unregistered_ListActivationRequiredWithTheWayOut()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        var list = await browser.GetAsync("/alerts");
        var detail = await browser.GetAsync("/alerts?item=" + IdOf(list));

        list.Html.ShouldContain("1 alert, 1 open");
        list.Html.ShouldContain("Activation Required");
        detail.Html.ShouldContain("Azure Stack is not activated.");
        detail.Html.ShouldContain("href=\"/registration\"");
        detail.Html.ShouldContain("Close alert");
        detail.Html.ShouldContain("rel=\"noopener noreferrer\"");
    }

    [Fact]
    public async Task Close_Owner_ClosesInTheirNameAndShowsIt()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();
        var page = await browser.GetAsync("/alerts");

        var answer = await browser.PostAsync($"/alerts/{IdOf(page)}/close", new() { ["form-token"] = page.FormToken, ["return"] = "/alerts?state=all" });

        answer.Status.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers["Location"].ShouldBe("/alerts?state=all");
        (await browser.GetAsync("/alerts?state=closed")).Html.ShouldContain("by " + TestPortal.Owner);
        (await browser.GetAsync("/alerts")).Html.ShouldContain("No open alerts");
    }

    [Theory]
    [InlineData("https://elsewhere.example/alerts")]
    [InlineData("//elsewhere.example")]
    [InlineData("/sign-out")]
    public async Task Close_WithAnotherReturn_GoesToTheAlerts(string address)
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();
        var page = await browser.GetAsync("/alerts");

        var answer = await browser.PostAsync($"/alerts/{IdOf(page)}/close", new() { ["form-token"] = page.FormToken, ["return"] = address });

        answer.Headers["Location"].ShouldBe("/alerts");
    }

    [Fact]
    public async Task Close_Reader_IsOfferedNothingAndRefused()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync(TestPortal.Reader);
        var page = await browser.GetAsync("/alerts");
        var detail = await browser.GetAsync("/alerts?item=" + IdOf(page));

        var answer = await browser.PostAsync($"/alerts/{IdOf(page)}/close", new() { ["form-token"] = page.FormToken });

        detail.Html.ShouldNotContain("Close alert");
        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/alerts")).Html.ShouldContain("1 alert, 1 open");
    }

    [Fact]
    public async Task Alerts_FilterWithoutMatch_SaysHowManyThereAre()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        (await browser.GetAsync("/alerts?severity=Critical")).Html.ShouldContain("No alert is like that");
        (await browser.GetAsync("/alerts?q=activation")).Html.ShouldContain("Activation Required");
        (await browser.GetAsync("/alerts?q=%3Cscript%3E")).Html.ShouldNotContain("<script>\u201d");
    }

    [Fact]
    public async Task Alerts_AnIdThatIsGone_SaysSoBesideTheList()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync("/alerts?item=" + Guid.CreateVersion7());

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("It is not here any more");
    }

    private static string IdOf(Page page) => Item().Match(page.Html) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException(page.Html);

    [GeneratedRegex("item=([0-9a-f-]{36})")]
    private static partial Regex Item();

    private static async Task<TestPortal> StartAsync()
    {
        var portal = new TestPortal();
        await portal.StartAsync();
        return portal;
    }
}
