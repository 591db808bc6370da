using System.Text.RegularExpressions;
using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>Changes that come at the wrong moment: a page that misses one shows what is no more for as long as nothing else happens.</summary>
public sealed class LiveTests(RegisteredPortal world) : IClassFixture<RegisteredPortal>
{
    [Fact]
    public async Task OpenPage_ChangedBeforeItListens_IsToldWhatItMissed()
    {
        await using var visit = await world.EnterAsync();
        var mayListen = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/live?*", async route =>
        {
            await mayListen.Task;
            await route.ContinueAsync();
        });
        await visit.GoAsync("/activity");
        var change = visit.Page.Locator("#activity-list").GetByText("seed 271828");

        await ChangeAsync("271828");
        await Visit.SeesNotAsync(change);
        mayListen.SetResult();

        await Visit.SeesAsync(change);
    }

    [Fact]
    public async Task OpenPane_ItemDownloadedWhileItsAnswerIsOnTheWay_IsShownDownloaded()
    {
        await using var watching = await world.EnterAsync(path: "/marketplace");
        await using var visit = await world.EnterAsync(path: "/marketplace/add?q=WordPress&wait=1");
        var page = visit.Page;
        await page.RouteAsync("**/marketplace/download", async route =>
        {
            // The stamp's answer, kept until the item is there: it says that it is on its way.
            var answer = await route.FetchAsync();
            await Visit.SeesAsync(watching.Page.Locator("table.items tbody tr").Filter(new() { HasTextRegex = new Regex("WordPress.*Downloaded", RegexOptions.Singleline) }), Visit.Long);
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.Locator("table.items tbody a").Filter(new() { HasText = "WordPress" }).First.ClickAsync();
        var pane = page.Locator(".pane");
        await Visit.SeesAsync(pane);
        if (await pane.Locator("input[name=accept]").CountAsync() > 0)
            await pane.Locator("input[name=accept]").CheckAsync();
        await visit.SettleAsync();

        await pane.GetByRole(AriaRole.Button, new() { Name = "Download", Exact = true }).ClickAsync();

        await Visit.SeesAsync(pane.GetByText("Downloaded", new() { Exact = true }).First, Visit.Long);
    }

    /// <summary>Another sample workload than the one that runs: the audit log says so.</summary>
    private async Task ChangeAsync(string seed)
    {
        await world.Local.LoginStampAsync();
        (await world.Local.JsonAsync("stamp", "workload", "stop")).ShouldExitWith(0);
        (await world.Local.JsonAsync("stamp", "workload", "start", "--history", "1d", "--tenants", "1", "--seed", seed)).ShouldExitWith(0);
    }
}
