using System.Net;
using System.Text.RegularExpressions;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Activity;

public sealed partial class ActivityPageTests
{
    private const string Session = "0198c0de-0000-7000-8000-00000000beef";

    [Fact]
    public async Task Activity_AfterASignIn_TellsWhoByWhatAndNoSecret()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync("/activity?kind=SignIn");

        page.Html.ShouldContain("Sign in with a browser");
        page.Html.ShouldContain(TestPortal.Owner);
        page.Html.ShouldNotContain(TestPortal.Password.Reveal());
    }

    [Fact]
    public async Task Activity_WhatAReaderWasRefused_IsFoundByItsFilter()
    {
        await using var portal = await StartAsync();
        using var reader = await portal.SignInAsync(TestPortal.Reader);
        using var stranger = await portal.SignInAsync(TestPortal.Stranger);
        using var owner = await portal.SignInAsync();

        (await reader.GetAsync("/activity?unsuccessful=1&q=nothing-of-that-name")).Html.ShouldContain("Nothing like that is in the audit");
        (await owner.GetAsync("/activity?unsuccessful=1")).Html.ShouldNotContain("Succeeded</span>");
    }

    [Fact]
    public async Task Transcript_OnTheStamp_IsReadLineByLineAndEncoded()
    {
        await using var portal = await StartAsync();
        var folder = Path.Combine(Path.GetDirectoryName(portal.DatabaseFile)!, "transcripts");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"Transcripts_20260101T000000_{Guid.Parse(Session):N}.txt"),
            "2026-01-01T00:00:00.0000000Z AZURESTACK\\CloudAdmin SessionOpened: AZURESTACK\\CloudAdmin\n" +
            "2026-01-01T00:00:01.0000000Z AZURESTACK\\CloudAdmin Command: Get-Command <b>bold</b>\n" +
            "2026-01-01T00:00:02.0000000Z AZURESTACK\\CloudAdmin SessionClosed: AZURESTACK\\CloudAdmin\n",
            TestContext.Current.CancellationToken);
        using var browser = await portal.SignInAsync(TestPortal.Reader);

        var list = await browser.GetAsync("/activity/endpoint");
        var transcript = await browser.GetAsync("/activity/endpoint/" + Session);

        list.Html.ShouldContain($"/activity/endpoint/{Session}");
        list.Html.ShouldContain("Closed");
        transcript.Html.ShouldContain("Get-Command &lt;b&gt;bold&lt;/b&gt;");
    }

    [Fact]
    public async Task Transcript_ThatIsNotThere_IsNotFound()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        (await browser.GetAsync("/activity/endpoint/" + Session)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OwnSessions_AnotherBrowserEnded_HasToSignInAgain()
    {
        await using var portal = await StartAsync();
        using var other = await portal.SignInAsync();
        using var browser = await portal.SignInAsync();
        var page = await browser.GetAsync("/activity/sessions");
        var end = End().Match(page.Html);

        var answer = await browser.PostAsync(end.Groups[1].Value, new() { ["form-token"] = page.FormToken });

        answer.Headers["Location"].ShouldBe("/activity/sessions");
        (await other.GetAsync("/activity", follow: false)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/activity")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OwnSessions_SomebodyElsesName_EndsNothing()
    {
        await using var portal = await StartAsync();
        using var owner = await portal.SignInAsync();
        using var another = await portal.SignInAsync();
        var seen = End().Match((await another.GetAsync("/activity/sessions")).Html).Groups[1].Value;
        using var reader = await portal.SignInAsync(TestPortal.Reader);
        var page = await reader.GetAsync("/activity/sessions");

        await reader.PostAsync(seen, new() { ["form-token"] = page.FormToken });

        page.Html.ShouldNotContain("Another browser");
        (await owner.GetAsync("/activity", follow: false)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [GeneratedRegex("action=\"(/activity/sessions/[0-9a-f]+/end)\"")]
    private static partial Regex End();

    private static async Task<TestPortal> StartAsync()
    {
        var portal = new TestPortal();
        await portal.StartAsync();
        return portal;
    }
}
