using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>The sign-in at Azure by the code the page shows, on both sides by the keys.</summary>
internal static class AzureByKeys
{
    /// <summary>Asks for the code, enters it in another browser, and waits until the page goes on by itself.</summary>
    /// <param name="keys">Whoever is at the page.</param>
    /// <param name="world">The portal's world.</param>
    /// <param name="then">What is there once it has gone on.</param>
    public static async Task SignInAtAzureAsync(this Keys keys, PortalWorld world, ILocator then)
    {
        var page = then.Page;
        await keys.EnterAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }));
        var code = await page.Locator(".device-code output").InnerTextAsync();
        var address = await page.Locator(".device-code a[target=_blank]").GetAttributeAsync("href");
        await using (var other = await Visit.BeginAsync(world.Browser, new Uri(address!), Look.Desk))
        {
            var there = new Keys(other);
            await other.Page.GotoAsync(address!);
            await Keys.IsOnAsync(other.Page.GetByLabel("Code"));
            await there.TypeAsync(code);
            await there.PressAsync("Enter");
            await there.SignInAsync(LocalWorld.Owner, LocalWorld.Password);
            await there.EnterAsync(other.Button("Continue"));
            await other.SeesAsync("You have signed in");
        }

        await Visit.SeesAsync(then, Visit.Long);
    }
}
