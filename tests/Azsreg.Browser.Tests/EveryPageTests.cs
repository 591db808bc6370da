using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

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
    public async Task Keyboard_Alone_ReachesListPaneAndForm()
    {
        await using var visit = await world.VisitAsync();
        var page = visit.Page;
        await page.GotoAsync(new Uri(world.Portal, "/marketplace/add").AbsoluteUri);
        await page.Keyboard.TypeAsync("admin@azurestack.local");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(LocalWorld.Password);
        await page.Keyboard.PressAsync("Enter");
        await Visit.SeesAsync(page.Locator("table.items tbody tr").First);

        await visit.SettleAsync();
        // The slash goes to the search, as everywhere; then on by Tab to the first item.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("WordPress");
        await Visit.SeesAsync(page.Locator("table.items tbody tr").Filter(new() { HasText = "WordPress" }).First);
        await TabToAsync(page, "table.items tbody a");
        await page.Keyboard.PressAsync("Enter");
        await Visit.SeesAsync(page.Locator(".pane h2"));
        await page.Keyboard.PressAsync("Escape");
        await Visit.SeesNotAsync(page.Locator(".pane"));

        await page.GotoAsync(new Uri(world.Portal, "/region").AbsoluteUri);
        await TabToAsync(page, "a[href='/registration?do=change']");
        await page.Keyboard.PressAsync("Enter");
        await visit.ArriveAsync("/registration[?]do=change$");
        await TabToAsync(page, "form button[type=submit].primary");
        await page.Keyboard.PressAsync("Enter");
        await Visit.SeesAsync(page.Locator(".device-code output"));
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        const int most = 80;
        for (var i = 0; i < most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                // Whoever cannot see where they are is lost. A link that fills its row is shown by the row.
                var isSeen = await page.EvaluateAsync<bool>(
                    """
                    () => [document.activeElement, document.activeElement.closest('tr')].some(one => {
                        const style = one && getComputedStyle(one);
                        return style && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
                    })
                    """);
                isSeen.ShouldBeTrue($"The focus is on {selector}, and nothing shows it.");
                return;
            }
        }

        throw new TimeoutException($"{most} times Tab does not come to {selector}");
    }
}
