using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests;

/// <summary>A stamp without a line: files go out of the portal and come back into it, the steps between are done by verbs on another machine.</summary>
public sealed class OfflineRoundTripTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    private const string Page = "/registration/offline";

    [Fact]
    public async Task Owner_StampWithoutALine_IsRegisteredAndDeactivatedByFiles()
    {
        await using var visit = await world.EnterAsync(path: Page);
        var page = visit.Page;

        await MakeTokenAsync(visit);
        var downloading = page.WaitForDownloadAsync();
        await page.Locator("#token").GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync();
        var token = Path.Combine(world.Local.Folder, "carried-token.txt");
        await (await downloading).SaveAsAsync(token);

        var key = Path.Combine(world.Local.Folder, "carried-key.txt");
        await world.Local.LoginAsync();
        (await world.Local.RunAsync("offline", "register", "--token-file", token)).ShouldExitWith(0);
        (await world.Local.RunAsync("offline", "key", "--token-file", token, "--out", key)).ShouldExitWith(0);

        // One character of the content is another: refused by name, and nothing is changed.
        var text = await File.ReadAllTextAsync(key);
        var at = text.IndexOf('.', StringComparison.Ordinal) + 40;
        await ActivateAsync(visit, text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);
        await Visit.SeesAsync(page.Locator(".banner.bad").First, Visit.Long);
        await visit.ShootAsync("offline-key-refused");

        await ActivateAsync(visit, text);
        await Visit.SeesAsync(page.Locator("#run .banner.good"), Visit.Long);
        await visit.GoAsync("/region");
        await Visit.SeesAsync(page.GetByText("Disconnected", new() { Exact = true }).First);
        await visit.ShootAsync("region-disconnected");
        await visit.GoAsync("/marketplace/add");
        await Visit.SeesAsync(page.Locator(".banner").First);
        await visit.ShootAsync("marketplace-disconnected");

        await visit.GoAsync(Page);
        var back = page.Locator("#back");
        var name = await back.Locator("label[for=confirm] .mono").InnerTextAsync();
        await visit.CloudAdministratorAsync(back);
        await back.Locator("#confirm").FillAsync(name);
        await back.GetByRole(AriaRole.Button).Last.ClickAsync();
        await Visit.SeesAsync(page.Locator("#run .banner.good"), Visit.Long);
        await visit.GoAsync("/region");
        await visit.SeesAsync("This stamp is not registered");
        visit.Complaints.Clear();
    }

    private static async Task MakeTokenAsync(Visit visit)
    {
        var token = visit.Page.Locator("#token");
        await token.GetByLabel("Billing model").SelectOptionAsync("Development");
        await visit.CloudAdministratorAsync(token);
        await token.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        await Visit.SeesAsync(visit.Page.Locator("#run .banner.good"), Visit.Long);
        await visit.GoAsync(Page);
        await visit.ShootAsync("offline-token-made");
    }

    private static async Task ActivateAsync(Visit visit, string key)
    {
        await visit.GoAsync(Page);
        var activate = visit.Page.Locator("#activate");
        await activate.GetByLabel("Activation key file").SetInputFilesAsync(
            new FilePayload { Name = "activation-key.txt", MimeType = "text/plain", Buffer = System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes(key)).ToArray() });
        await visit.CloudAdministratorAsync(activate);
        await activate.GetByRole(AriaRole.Button).Last.ClickAsync();
    }
}
