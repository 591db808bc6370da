using Azsreg.Browser.Tests.Keyboard;
using Azsreg.EndToEnd.Tests;

namespace Azsreg.Browser.Tests;

/// <summary>What holds for every page of a stamp at work.</summary>
public sealed class EveryPageTests(RegisteredPortal world) : IClassFixture<RegisteredPortal>
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("dashboard", "/"),
        ("region", "/region"),
        ("registration", "/registration?do=change"),
        ("registration-remove", "/registration/remove"),
        ("registration-offline", "/registration/offline"),
        ("marketplace", "/marketplace"),
        ("marketplace-add", "/marketplace/add"),
        ("marketplace-wordpress", "/marketplace/add?q=WordPress"),
        ("marketplace-import", "/marketplace/import"),
        ("usage", "/usage"),
        ("usage-batches", "/usage/batches"),
        ("usage-refused", "/usage/refused"),
        ("usage-reconcile", "/usage/reconcile"),
        ("alerts", "/alerts"),
        ("activity", "/activity"),
        ("activity-endpoint", "/activity/endpoint"),
        ("activity-sessions", "/activity/sessions"),
        ("work", "/work"),
        ("error-page", "/errors/AZR2101"),
    ];

    /// <summary>Those in the README, and how high; the third is of the story's form.</summary>
    private static readonly Dictionary<string, int> Pictures = new() { ["dashboard"] = 900, ["marketplace-add"] = 640 };

    /// <summary>Pages beside those every look is taken at; a pane takes the first of its list.</summary>
    private static readonly (string Path, string? Opens)[] Panes =
    [
        ("/marketplace", "table.items tbody th a"),
        ("/marketplace/add", "table.items tbody th a"),
        ("/marketplace/cleanup", null),
        ("/marketplace/updates", null),
        ("/alerts?state=all", "table.list tbody a"),
        ("/activity", "table.list tbody a"),
        ("/activity/endpoint", "table.list tbody a"),
    ];

    /// <summary>Each thing the law is to find, done to a page.</summary>
    private static readonly (string Done, string Told)[] Wrongs =
    [
        ("const link = document.querySelector('.crumbs a'); link.removeAttribute('href'); link.setAttribute('hx-get', '/')", "no key comes to"),
        ("document.querySelector('h2').style.cursor = 'pointer'", "no key comes to"),
        ("document.querySelector('.crumbs a').style.outline = 'none'", "nothing shows the keyboard on"),
        ("document.querySelector('.crumbs a').tabIndex = -1", "Tab does not come to"),
        ("document.querySelector('.crumbs a').tabIndex = 1", "Tab does not go in the page's order"),
        ("document.querySelector('.topbar').style.cssText = 'position: fixed; inset: 0; height: auto'", "something lies over"),
        ("document.querySelector('.crumbs a').addEventListener('keydown', event => event.preventDefault())", "Tab does not come around (held"),
    ];

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 1280)]
    [InlineData(false, 375)]
    public async Task EveryPage_LightDarkAndNarrow_IsUsableByAll(bool dark, int width)
    {
        await using var visit = await world.EnterAsync(new Look(dark, width));
        var failures = new List<string>();
        foreach (var (name, path) in Pages)
        {
            await visit.GoAsync(path);
            await visit.ShootAsync(name);
            if (!dark && width == 1280 && Pictures.TryGetValue(name, out var height))
                await visit.PictureAsync(name, height);
            try
            {
                await visit.IsUsableByAllAsync();
            }
            catch (ShouldAssertException failure)
            {
                failures.Add(failure.Message);
            }
        }

        failures.ShouldBeEmpty(string.Join("\n\n", failures));
    }

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 375)]
    public async Task Commerce_OwnerOfTheSubscription_SeesWhatTheStampReported(bool dark, int width)
    {
        await using var visit = await Visit.BeginAsync(world.Browser, world.Commerce, new Look(dark, width));
        await visit.SignInAsync(LocalWorld.Owner);
        if (visit.Path == "/")
        {
            await visit.ShootAsync("commerce");
            await visit.IsUsableByAllAsync();
        }

        await visit.GoAsync($"/subscriptions/{world.Registration.SubscriptionId}?days=90");
        await visit.SeesAsync(world.Registration.Name);
        await visit.ShootAsync("commerce-subscription");
        await visit.IsUsableByAllAsync();
    }

    [Fact]
    public async Task EveryPage_ScriptsOff_IsReadable()
    {
        await using var visit = await world.EnterAsync(Look.Plain);
        foreach (var (name, path) in Pages)
        {
            await visit.GoAsync(path);
            (await visit.Page.Locator("main h1").InnerTextAsync()).ShouldNotBeEmpty(path);
            (await visit.Page.Locator("main").InnerTextAsync()).Length.ShouldBeGreaterThan(40, path);
            if (name is "dashboard" or "usage")
                await visit.ShootAsync(name);
        }
    }

    [Fact]
    public async Task EveryPage_TabAlone_ComesToEverythingInItsOrderAndSeen()
    {
        await using var visit = await world.EnterAsync();
        List<string> faults = [];
        foreach (var (_, path) in Pages)
        {
            await visit.GoAsync(path);
            faults.AddRange(await TabWalk.FaultsAsync(visit));
        }

        foreach (var (path, opens) in Panes)
        {
            await visit.GoAsync(path);
            if (opens is not null)
            {
                await visit.SettleAsync();
                var row = visit.Page.Locator(opens).First;
                if (await row.CountAsync() == 0)
                    continue;
                await visit.GoAsync((await row.GetAttributeAsync("href"))!);
            }

            faults.AddRange(await TabWalk.FaultsAsync(visit));
        }

        faults.ShouldBeEmpty(string.Join('\n', faults));
    }

    [Fact]
    public async Task Law_PageMadeWrong_TellsWhatIsWrong()
    {
        await using var visit = await world.EnterAsync();
        foreach (var (done, told) in Wrongs)
        {
            await visit.GoAsync("/errors/AZR2101");
            await visit.SettleAsync();
            await visit.Page.EvaluateAsync($"() => {{ {done} }}");
            (await TabWalk.FaultsAsync(visit)).ShouldContain(fault => fault.Contains(told, StringComparison.Ordinal), done);
        }
    }
}
