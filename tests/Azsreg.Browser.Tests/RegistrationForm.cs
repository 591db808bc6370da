using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>The guided form of the registration as a person goes through it.</summary>
internal static class RegistrationForm
{
    private const string CloudAdministrator = @"AZURESTACK\CloudAdmin";

    /// <summary>Signs in at Azure by the code the page shows, in another browser.</summary>
    public static async Task SignInAtAzureAsync(this Visit visit, PortalWorld world, string user = LocalWorld.Owner)
    {
        await visit.Button("Sign in").ClickAsync();
        var code = await visit.Page.Locator(".device-code output").InnerTextAsync();
        var address = await visit.Page.Locator(".device-code a[target=_blank]").GetAttributeAsync("href");
        await using (var other = await Visit.BeginAsync(world.Browser, new Uri(address!), Look.Desk))
        {
            await other.Page.GotoAsync(address!);
            await other.Page.GetByLabel("Code").FillAsync(code);
            await other.Button("Next").ClickAsync();
            await other.Page.GetByLabel("User name").FillAsync(user);
            await other.Page.GetByLabel("Password").FillAsync(LocalWorld.Password);
            await other.Button("Sign in").ClickAsync();
            await other.Button("Continue").ClickAsync();
            await other.SeesAsync("You have signed in");
        }

        await Visit.SeesAsync(visit.Page.Locator("#registration-form"), Visit.Long);
    }

    /// <summary>Fills in the stamp's cloud administrator.</summary>
    public static async Task CloudAdministratorAsync(this Visit visit, ILocator within)
    {
        await within.GetByLabel("Cloud administrator").FillAsync(CloudAdministrator);
        await within.GetByLabel("Password").FillAsync(LocalWorld.Password);
        await within.GetByLabel("Password").BlurAsync();
    }

    /// <summary>Waits for the plan, runs it, and waits for the end of the run.</summary>
    public static async Task RunAsync(this Visit visit, string? confirm = null)
    {
        var run = visit.Page.Locator("#plan .run-it button[type=submit]");
        await Visit.SeesAsync(run, Visit.Long);
        if (confirm is not null)
            await visit.Page.Locator("#confirm").FillAsync(confirm);
        await run.ClickAsync();
        await visit.ArriveAsync("/work/[^/]+$", Visit.Long);
        await Visit.SeesAsync(visit.Page.Locator("#run .banner").First, Visit.Long);
        await Visit.SeesAsync(visit.Page.Locator("#run .banner.good"), 1000);
    }
}
