using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>What is done in the marketplace, done by the keys alone.</summary>
public sealed class KeyboardMarketplaceTests(SlowPortal world) : IClassFixture<SlowPortal>
{
    /// <summary>Small and in many versions.</summary>
    private const string Small = "Custom Script Extension";

    /// <summary>On its way for minutes.</summary>
    private const string Large = "Veeam Backup & Replication";

    [Fact]
    public async Task List_Keys_NarrowSortAndGoOnInIt()
    {
        await using var visit = await world.EnterAsync(path: "/marketplace");
        var (page, keys) = (visit.Page, new Keys(visit));
        await visit.SettleAsync();
        await keys.FollowAsync(visit.Link("Add from Azure").First, "/marketplace/add$");

        // What is pressed is put on the page anew, and the keyboard stays on it.
        await keys.EnterAsync(page.Locator("#chip-compatible"));
        await Visit.SeesAsync(page.Locator("#chip-compatible[aria-current=true]"));
        await Keys.IsOnAsync(page.Locator("#chip-compatible"));
        await keys.PressAsync("Enter");
        await Visit.SeesAsync(page.Locator("#chip-compatible:not([aria-current])"));
        await Keys.IsOnAsync(page.Locator("#chip-compatible"));
        await keys.EnterAsync(page.Locator("#by-size"));
        await Visit.SeesAsync(page.Locator("th[aria-sort=ascending] #by-size"));
        await keys.PressAsync("Enter");
        await Visit.SeesAsync(page.Locator("th[aria-sort=descending] #by-size"));
        await Keys.IsOnAsync(page.Locator("#by-size"));

        // Past the last row there is more, and the keyboard goes on to what has come.
        var rows = page.Locator("#item-rows tr[data-item]");
        var shown = await rows.CountAsync();
        await keys.ToAsync(rows.Nth(shown - 1).Locator("a"));
        await keys.PressAsync("Tab");
        await Keys.IsOnAsync(rows.Nth(shown).Locator("a"));

        await keys.PressAsync("Enter");
        await Keys.IsOnAsync(page.Locator(".pane h2"));
        await keys.PressAsync("Escape");
        await Visit.SeesNotAsync(page.Locator(".pane"));
        await Keys.IsOnAsync(rows.Nth(shown).Locator("a"));
    }

    [Fact]
    public async Task Item_Keys_IsDownloadedUpdatedCleanedUpAndDeleted()
    {
        await using var visit = await world.EnterAsync(path: "/marketplace/add");
        var (page, keys) = (visit.Page, new Keys(visit));
        var pane = page.Locator(".pane");
        var panel = page.Locator("#item-panel");
        await OpenAsync(visit, keys, Small);

        // The last of the versions is the oldest.
        var version = page.Locator("#item-version");
        await keys.ToAsync(version);
        var newest = await version.InputValueAsync();
        await keys.PressAsync("End");
        await Assertions.Expect(version).Not.ToHaveValueAsync(newest);
        await visit.ArriveAsync("item=.*1[.]9[.]3");
        await Keys.IsOnAsync(version);
        await DownloadAsync(keys, panel);
        await Visit.SeesAsync(panel.GetByText("Downloaded, update available"), Visit.Long);
        await Keys.IsOnAsync(panel);
        await keys.PressAsync("Escape");
        await Visit.SeesNotAsync(pane);

        await keys.FollowAsync(visit.Link("Downloaded items"), "/marketplace$");
        await keys.FollowAsync(page.Locator(".commands a[href='/marketplace/updates']"), "/marketplace/updates$");
        await Keys.IsOnAsync(pane.Locator("h2"));
        await keys.PressAsync("Escape");
        await Visit.SeesNotAsync(pane);
        await Keys.IsOnAsync(page.Locator(".commands a[href='/marketplace/updates']"));
        await keys.PressAsync("Enter");
        await visit.ArriveAsync("/marketplace/updates$");
        await DownloadAsync(keys, pane);
        await visit.ArriveAsync("/marketplace$");
        var row = page.Locator("tr[data-item]").Filter(new() { HasText = Small });
        // Both versions are there: a row each.
        await Assertions.Expect(row.GetByText("Downloaded", new() { Exact = true })).ToHaveCountAsync(2);

        await keys.FollowAsync(visit.Link("Clean up old versions"), "/marketplace/cleanup$");
        await keys.EnterAsync(pane.Locator("button.dangerous"));
        await Visit.SeesAsync(pane.GetByText("1 old version deleted"), Visit.Long);
        await visit.SettleAsync();
        await keys.PressAsync("Escape");
        await Visit.SeesNotAsync(pane);
        await Keys.IsOnAsync(visit.Link("Clean up old versions"));

        await Assertions.Expect(row).ToHaveCountAsync(1);
        await keys.EnterAsync(row.GetByRole(AriaRole.Link));
        await keys.EnterAsync(panel.GetByRole(AriaRole.Link, new() { Name = "Delete", Exact = true }));
        await Visit.SeesAsync(panel.Locator(".confirm"));
        await keys.EnterAsync(visit.Link("Keep it"));
        await Visit.SeesNotAsync(panel.Locator(".confirm"));
        await keys.EnterAsync(panel.GetByRole(AriaRole.Link, new() { Name = "Delete", Exact = true }));
        await keys.EnterAsync(visit.Button($"Delete {Small}"));
        await Visit.SeesAsync(visit.Button("Download"), Visit.Long);
        await Keys.IsOnAsync(panel);
        await Visit.SeesNotAsync(row);
    }

    [Fact]
    public async Task Download_Keys_IsCancelledInThePaneAndInTheList()
    {
        await using var visit = await world.EnterAsync(path: "/marketplace/add");
        var (page, keys) = (visit.Page, new Keys(visit));
        var panel = page.Locator("#item-panel");
        await OpenAsync(visit, keys, Large);
        await DownloadAsync(keys, panel);
        await keys.EnterAsync(visit.Button("Cancel download"));
        await Visit.SeesAsync(visit.Button("Download"), Visit.Long);
        await Keys.IsOnAsync(panel);

        await DownloadAsync(keys, panel);
        await Visit.SeesAsync(visit.Button("Cancel download"), Visit.Long);
        await keys.PressAsync("Escape");
        var cancel = page.Locator("#downloads").GetByRole(AriaRole.Button, new() { Name = "Cancel" });
        await keys.EnterAsync(cancel);
        await Visit.SeesNotAsync(cancel, Visit.Long);
        // What it was on is gone, and nothing is left around it but the page.
        await Keys.IsOnAsync(page.Locator("#main"));
    }

    [Fact]
    public async Task Import_Keys_LooksIntoTheFolderAndSaysWhatIsWrong()
    {
        await using var visit = await world.EnterAsync(path: "/marketplace");
        var keys = new Keys(visit);
        await visit.SettleAsync();
        await keys.FollowAsync(visit.Link("Import a bundle"), "/marketplace/import$");

        await keys.WriteAsync(visit.Page.GetByLabel("Folder"), world.Local.Folder);
        await keys.EnterAsync(visit.Button("Look into it"));

        await visit.ArriveAsync("/marketplace/import[?]folder=");
        await Visit.SeesAsync(visit.Page.Locator(".banner.bad"));
        visit.Complaints.Clear();
    }

    /// <summary>Searches the list for an item and opens it.</summary>
    private static async Task OpenAsync(Visit visit, Keys keys, string item)
    {
        await visit.SettleAsync();
        // The slash goes to the search, as everywhere.
        await keys.PressAsync("/");
        await keys.TypeAsync(item);
        await visit.ArriveAsync("[?]q=");
        await visit.SettleAsync();
        await keys.EnterAsync(visit.Page.Locator("tr[data-item]").GetByRole(AriaRole.Link, new() { Name = item, Exact = true }));
        await Keys.IsOnAsync(visit.Page.Locator(".pane h2"));
    }

    /// <summary>Reads the terms, accepts them and has it downloaded.</summary>
    private static async Task DownloadAsync(Keys keys, ILocator within)
    {
        var terms = within.Locator("input[name=accept]");
        await Visit.SeesAsync(within.Locator("button.primary"));
        if (await terms.CountAsync() > 0)
        {
            if (await within.Locator("details.terms").CountAsync() > 0)
            {
                await keys.EnterAsync(within.Locator("details.terms summary").First);
                await keys.ToAsync(within.Locator(".terms-text").First);
            }

            await keys.ToAsync(terms);
            await keys.PressAsync("Space");
            await Assertions.Expect(terms).ToBeCheckedAsync();
        }

        await keys.EnterAsync(within.Locator("button.primary"));
    }
}
