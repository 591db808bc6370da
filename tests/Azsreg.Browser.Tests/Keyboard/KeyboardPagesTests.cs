using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>What is done on the pages beside registration and marketplace, done by the keys alone.</summary>
public sealed class KeyboardPagesTests(RegisteredPortal world) : IClassFixture<RegisteredPortal>
{
    private const string Administrator = "admin@azurestack.local";

    [Fact]
    public async Task Frame_Keys_SignInSkipNavigateChooseTheThemeAndSignOut()
    {
        await using var visit = await world.VisitAsync();
        var (page, keys) = (visit.Page, new Keys(visit));
        await page.GotoAsync(world.Portal.AbsoluteUri);
        await keys.SignInAsync(Administrator, LocalWorld.Password);
        await Visit.SeesAsync(page.Locator("#alerts"));
        await visit.SettleAsync();

        await keys.PressAsync("Tab");
        await Keys.IsOnAsync(page.Locator(".skip"));
        await keys.PressAsync("Enter", "Tab");
        await Keys.IsOnAsync(page.Locator("main a[href], main button").First);
        await keys.FollowAsync(page.Locator(".nav a[href='/region']"), "/region$");

        var copy = page.Locator(".copy").First;
        await keys.EnterAsync(copy);
        await Assertions.Expect(copy).ToContainTextAsync("Copied");

        var account = page.Locator("summary[title=Account]");
        var sheet = page.Locator("details.menu:not(.bell) .sheet");
        await keys.ToAsync(account);
        await keys.PressAsync("Space");
        await Visit.SeesAsync(sheet);
        await keys.PressAsync("Tab", "Escape");
        await Visit.SeesNotAsync(sheet);
        await Keys.IsOnAsync(account);
        // Left by going on, too: open it would lie over the page.
        await keys.PressAsync("Enter");
        await Visit.SeesAsync(sheet);
        await keys.ToAsync(page.Locator(".nav a").First);
        await Visit.SeesNotAsync(sheet);
        await keys.EnterAsync(account);
        await keys.EnterAsync(visit.Button("Dark"));
        await Visit.SeesAsync(page.Locator("html[data-theme=dark]"));
        await visit.SettleAsync();

        await keys.EnterAsync(page.Locator("summary[title=Work]"));
        await keys.FollowAsync(visit.Link("All work"), "/work$");
        await keys.EnterAsync(account);
        await keys.EnterAsync(visit.Button("Sign out"));
        await visit.ArriveAsync("/signed-out$");
        await keys.EnterAsync(visit.Link("Sign in again"));
        await Visit.SeesAsync(page.GetByLabel("User name"));
    }

    [Fact]
    public async Task Usage_Keys_ChooseDaysReadNumbersDownloadAndReconcile()
    {
        await using var visit = await world.EnterAsync();
        var (page, keys) = (visit.Page, new Keys(visit));
        await visit.SettleAsync();
        await keys.FollowAsync(page.Locator("#usage footer a"), "/usage$");

        await keys.FollowAsync(page.Locator(".filters a.chip").Filter(new() { HasText = "30 days" }), "days=30");
        await keys.EnterAsync(page.Locator("figure summary").First);
        await Visit.SeesAsync(page.Locator("figure table").First);
        await keys.ToAsync(page.Locator("figure .scroll").First);
        var downloading = page.WaitForDownloadAsync();
        await keys.EnterAsync(visit.Link("Download CSV"));
        (await downloading).SuggestedFilename.ShouldEndWith(".csv");

        await keys.FollowAsync(page.Locator(".tabs a[href='/usage/batches']"), "/usage/batches$");
        await keys.FollowAsync(page.Locator(".tabs a[href='/usage/refused']"), "/usage/refused$");
        await keys.FollowAsync(page.Locator(".tabs a[href='/usage/reconcile']"), "/usage/reconcile$");
        await keys.SignInAtAzureAsync(world, page.Locator("#reconcile-days"));
        await keys.ToAsync(page.Locator("#reconcile-days"));
        await keys.PressAsync("ArrowDown");
        await keys.EnterAsync(visit.Button("Compare"));
        await Visit.SeesAsync(page.Locator("#reconcile .banner"), Visit.Long);
    }

    [Fact]
    public async Task Alerts_Keys_AreFilteredAndLookedAt()
    {
        await using var visit = await world.EnterAsync();
        var (page, keys) = (visit.Page, new Keys(visit));
        await visit.SettleAsync();
        await keys.FollowAsync(visit.Link("All alerts"), "/alerts$");
        await keys.FollowAsync(page.Locator(".filters a.chip").Filter(new() { HasText = "All" }), "state=all");

        await ShouldComeBackAsync(visit, keys, page.Locator("#alert-list tbody a").First);
    }

    [Fact]
    public async Task Activity_Keys_AreFilteredLookedAtAndASessionIsEnded()
    {
        await using var elsewhere = await world.EnterAsync();
        await using var visit = await world.EnterAsync(path: "/activity");
        var (page, keys) = (visit.Page, new Keys(visit));
        await visit.SettleAsync();
        await keys.FollowAsync(page.Locator(".filters a.chip").Nth(1), "kind=");
        await ShouldComeBackAsync(visit, keys, page.Locator("#activity-list tbody a").First);

        await keys.FollowAsync(page.Locator(".tabs a[href='/activity/endpoint']"), "/activity/endpoint$");
        await keys.FollowAsync(page.Locator("#endpoint-sessions tbody a").First, "/activity/endpoint/.");
        await Visit.SeesAsync(page.Locator(".transcript li").First);
        await keys.FollowAsync(page.Locator(".crumbs a[href='/activity']"), "/activity$");

        await keys.FollowAsync(page.Locator(".tabs a[href='/activity/sessions']"), "/activity/sessions$");
        var end = visit.Button("End session");
        var before = await end.CountAsync();
        before.ShouldBeGreaterThan(0);
        for (var left = before; left > 0; left--)
        {
            await keys.EnterAsync(end.First);
            await Assertions.Expect(end).ToHaveCountAsync(left - 1);
        }

        elsewhere.Complaints.Clear();
    }

    [Fact]
    public async Task Commerce_Keys_LeadToTheDaysOfASubscription()
    {
        await using var visit = await Visit.BeginAsync(world.Browser, world.Commerce, Look.Desk);
        var (page, keys) = (visit.Page, new Keys(visit));
        await page.GotoAsync(new Uri(world.Commerce, $"/subscriptions/{world.Registration.SubscriptionId}").AbsoluteUri);
        await keys.SignInAsync(LocalWorld.Owner, LocalWorld.Password);
        await Visit.SeesAsync(page.Locator("table.list tbody a").First);
        await TabWalkIsWholeAsync(visit);

        await keys.FollowAsync(page.Locator("table.list tbody a").First, "stamp=");
        await keys.FollowAsync(page.Locator(".filters a.chip").Filter(new() { HasText = "90 days" }), "days=90");
        await keys.FollowAsync(page.Locator(".crumbs a").First, "/($|subscriptions)");
        await TabWalkIsWholeAsync(visit);
        await keys.EnterAsync(page.Locator("summary[title=Account]"));
        await keys.EnterAsync(visit.Button("Sign out"));
        await visit.ArriveAsync("/signed-out$");
    }

    /// <summary>Opens a row's pane, in which the keyboard then is, and closes it: the keyboard is on the row again.</summary>
    private static async Task ShouldComeBackAsync(Visit visit, Keys keys, ILocator row)
    {
        var list = visit.Path;
        // Whatever else comes into the list meanwhile.
        row = visit.Page.Locator($"tbody a[href='{await row.GetAttributeAsync("href")}']");
        await keys.EnterAsync(row);
        await visit.ArriveAsync("item=");
        await visit.SettleAsync();
        await Keys.IsOnAsync(visit.Page.Locator(".pane h2"));
        await keys.PressAsync("Escape");
        await Visit.SeesNotAsync(visit.Page.Locator(".pane"));
        await visit.SettleAsync();
        visit.Path.ShouldBe(list);
        await Keys.IsOnAsync(row);
        await keys.ToAsync(row);
    }

    private static async Task TabWalkIsWholeAsync(Visit visit)
    {
        var faults = await TabWalk.FaultsAsync(visit);
        faults.ShouldBeEmpty(string.Join('\n', faults));
    }
}
