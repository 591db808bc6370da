using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>A stamp's life as its administrator sees it in the portal, from the warning to the removal.</summary>
public sealed class PortalStoryTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    public async Task Owner_StampWithALine_RegistersDownloadsSeesUsageChangesAndRemoves()
    {
        await world.Local.LoginStampAsync();
        (await world.Local.JsonAsync("stamp", "workload", "start", "--history", "2d", "--tenants", "2", "--seed", "7")).ShouldExitWith(0);
        await using var watching = await world.EnterAsync(Look.Night);
        var warning = watching.Page.Locator("#alerts").GetByText("Activation Required");
        await Visit.SeesAsync(warning);
        await watching.ShootAsync("dashboard-unregistered");
        await using var visit = await world.EnterAsync();

        await RegisterAsync(visit);
        // Nobody touches the other page: it is told.
        await Visit.SeesNotAsync(warning, Visit.Long);
        await DownloadAsync(visit);
        await SeeUsageAsync(visit);
        await ChangeAsync(visit);
        await RemoveAsync(visit);
        await Visit.SeesAsync(warning, Visit.Long);
    }

    private async Task RegisterAsync(Visit visit)
    {
        await visit.Link("Register this stamp").First.ClickAsync();
        await visit.ShootAsync("registration-sign-in");
        await visit.SignInAtAzureAsync(world);
        await visit.Page.Locator("#model-PayAsYouUse").CheckAsync();
        await visit.ShootAsync("registration-form");
        await visit.CloudAdministratorAsync(visit.Page.Locator("#registration-form"));
        await Visit.SeesAsync(visit.Page.Locator("#plan .plan-lines li").First, Visit.Long);
        await visit.ShootAsync("registration-plan");
        await visit.PictureAsync("registration", 576);
        await visit.RunAsync();
        await visit.ShootAsync("registration-run");

        await visit.GoAsync("/region");
        await visit.SeesAsync("REGISTRATION SUBSCRIPTION ID");
        await Visit.SeesAsync(visit.Page.GetByText("Registered", new() { Exact = true }).First);
    }

    private static async Task DownloadAsync(Visit visit)
    {
        await visit.GoAsync("/marketplace");
        await visit.Link("Add from Azure").First.ClickAsync();
        await Visit.SeesAsync(visit.Page.Locator("table.items tbody tr").First, Visit.Long);
        await visit.SettleAsync();
        await visit.Page.GetByPlaceholder("Search what Azure offers").FillAsync("WordPress");
        await Visit.SeesAsync(visit.Page.Locator("table.items tbody tr").Filter(new() { HasText = "WordPress" }).First);
        var item = visit.Page.Locator("table.items tbody a").Filter(new() { HasText = "WordPress" }).First;
        await item.ClickAsync();
        var pane = visit.Page.Locator(".pane");
        await Visit.SeesAsync(pane);
        if (await pane.Locator("input[name=accept]").CountAsync() > 0)
            await pane.Locator("input[name=accept]").CheckAsync();
        await pane.GetByRole(AriaRole.Button, new() { Name = "Download", Exact = true }).ClickAsync();
        await Visit.SeesAsync(pane.GetByText("Downloaded", new() { Exact = true }).First, Visit.Long);
        await visit.GoAsync("/marketplace");
        await Visit.SeesAsync(visit.Page.Locator("table.items tbody tr").Filter(new() { HasText = "WordPress" }).First);
    }

    private static async Task SeeUsageAsync(Visit visit)
    {
        await visit.GoAsync("/usage");
        await Visit.SeesAsync(visit.Page.Locator("figure[data-chart]").First, Visit.Long);
    }

    private static async Task ChangeAsync(Visit visit)
    {
        await visit.GoAsync("/registration?do=change");
        await visit.Page.Locator("#model-Development").CheckAsync();
        await visit.CloudAdministratorAsync(visit.Page.Locator("#registration-form"));
        await visit.RunAsync();
        await visit.GoAsync("/region");
        await Visit.SeesAsync(visit.Page.GetByText("Development", new() { Exact = true }).First);
    }

    private static async Task RemoveAsync(Visit visit)
    {
        await visit.GoAsync("/region");
        var name = await visit.Page.Locator("[data-copy^='AzureStack-']").First.GetAttributeAsync("data-copy");
        await visit.Link("Remove").ClickAsync();
        await visit.CloudAdministratorAsync(visit.Page.Locator("#registration-form"));
        await visit.RunAsync(confirm: name);
        await visit.GoAsync("/region");
        await visit.SeesAsync("This stamp is not registered");
    }
}
