using System.Net;
using System.Text;
using Azsreg.Portal.Session;
using Azsreg.Portal.Tests.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Session;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly TestPortal _portal = new();

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Session_IdleForHalfAnHour_IsOver()
    {
        using var browser = await _portal.SignInAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(29));
        (await browser.GetAsync("/nowhere", follow: false)).Status.ShouldBe(HttpStatusCode.NotFound);

        _portal.Clock.Advance(TimeSpan.FromMinutes(31));
        var page = await browser.GetAsync("/nowhere", follow: false);

        page.Headers["Location"].ShouldBe("/sign-in?return=%2Fnowhere");
        browser.Cookies.Keys.ShouldNotContain(name => name.StartsWith("__Host-azsreg-portal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_PageThatFollowsChangesByItself_IsIdleAllTheSame()
    {
        using var browser = await _portal.SignInAsync();
        _portal.Clock.Advance(TimeSpan.FromMinutes(20));
        (await browser.GetAsync("/session", false, ("X-Live", "1"))).Status.ShouldBe(HttpStatusCode.OK);
        _portal.Clock.Advance(TimeSpan.FromMinutes(11));

        (await browser.GetAsync("/session", false, ("X-Live", "1"), ("HX-Request", "true"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_InUseForEightHours_IsOver()
    {
        using var browser = await _portal.SignInAsync();
        for (var minutes = 20; minutes < 8 * 60; minutes += 20)
        {
            _portal.Clock.Advance(TimeSpan.FromMinutes(20));
            (await browser.GetAsync("/nowhere", follow: false)).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        _portal.Clock.Advance(TimeSpan.FromMinutes(20));

        (await browser.GetAsync("/nowhere", follow: false)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Session_AccessTokenRunOut_IsRenewedSilently()
    {
        using var browser = await _portal.SignInAsync();
        for (var visit = 0; visit < 5; visit++)
        {
            _portal.Clock.Advance(TimeSpan.FromMinutes(20));
            await browser.GetAsync("/nowhere", follow: false);
        }

        using var scope = _portal.Services.CreateScope();
        var session = scope.ServiceProvider.GetRequiredService<PortalSession>();
        session.Enter((await _portal.Services.GetRequiredService<SessionStore>().FindAsync(browser.SessionCookie, isVisit: true, CancellationToken.None))!, readAt: null);
        var subscription = await session.Arm.StampAdmin.GetProviderSubscriptionAsync();

        subscription.SubscriptionId.ShouldBe(session.ProviderSubscriptionId);
    }

    [Fact]
    public async Task Session_StampStartedAgain_GoesOn()
    {
        using var browser = await _portal.SignInAsync();

        await _portal.StopAsync();
        await _portal.StartAsync();
        var page = await browser.GetAsync("/nowhere", follow: false);

        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Html.ShouldContain(TestPortal.Owner);
    }

    [Fact]
    public async Task Session_AtRest_IsSealed()
    {
        using var browser = await _portal.SignInAsync();
        var session = await _portal.Services.GetRequiredService<SessionStore>().FindAsync(browser.SessionCookie, isVisit: false, CancellationToken.None);

        await _portal.StopAsync();
        var folder = Path.GetDirectoryName(_portal.DatabaseFile)!;
        var bytes = Directory.GetFiles(folder, "portal.db*").SelectMany(File.ReadAllBytes).ToArray();

        foreach (var secret in new[] { browser.SessionCookie, session!.Content.RefreshToken, session.Content.AccessTokens[0].Token, session.Content.FormToken, TestPortal.Owner })
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)).ShouldBe(-1);
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(session.Id)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Session_ScriptOfAPageThatIsOver_LoadsThePageAnew()
    {
        using var browser = await _portal.SignInAsync();
        _portal.Clock.Advance(TimeSpan.FromHours(1));

        var answer = await browser.GetAsync("/nowhere", false, ("HX-Request", "true"), ("HX-Current-URL", new Uri(_portal.Url, "/usage?day=2").AbsoluteUri));

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers["HX-Redirect"].ShouldBe("/sign-in?return=%2Fusage%3Fday%3D2");
    }

    [Fact]
    public async Task Log_SignInAndOut_HoldsNoSecret()
    {
        using var browser = _portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);
        var session = await _portal.Services.GetRequiredService<SessionStore>().FindAsync(browser.SessionCookie, isVisit: false, CancellationToken.None);
        await browser.PostAsync("/sign-out", new() { ["form-token"] = page.FormToken });

        foreach (var secret in new[] { TestPortal.Password.Reveal(), session!.Content.RefreshToken, session.Content.AccessTokens[0].Token })
            _portal.Log.Text.ShouldNotContain(secret);
        _portal.Log.Text.ShouldContain($"{TestPortal.Owner} signed in");
    }
}
