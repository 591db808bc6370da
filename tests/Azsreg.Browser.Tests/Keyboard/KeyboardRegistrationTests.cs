using System.Text;
using Azsreg.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>A registration's life, with a line to Azure and without one, done by the keys alone.</summary>
public sealed class KeyboardRegistrationTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    private const string CloudAdministrator = @"AZURESTACK\CloudAdmin";

    /// <summary>The stamp's endpoint by a line that can be held.</summary>
    private const string Held = "AzS-ERCS02";

    [Fact]
    public async Task Registration_Keys_IsMadeStoppedMadeChangedAndRemovedAndCarriedByFiles()
    {
        await using var line = new HeldLine(new Uri(world.Local.Ready.GetProperty("stamps")[0].GetProperty("privilegedEndpointUrl").GetString()!));
        await using var visit = await world.VisitAsync();
        var keys = new Keys(visit);
        await visit.Page.GotoAsync(world.Portal.AbsoluteUri);
        await keys.SignInAsync("admin@azurestack.local", LocalWorld.Password);

        await RegisterAsync(visit, keys, line);
        await ChangeAsync(visit, keys);
        await RemoveAsync(visit, keys);
        await CarryFilesAsync(visit, keys);
        await CloseAlertAsync(visit, keys);
    }

    private async Task RegisterAsync(Visit visit, Keys keys, HeldLine line)
    {
        var page = visit.Page;
        var form = page.Locator("#registration-form");
        await visit.SettleAsync();
        await keys.FollowAsync(visit.Link("Register this stamp").First, "/registration$");
        await keys.SignInAtAzureAsync(world, form);
        await EnterLineAsync(line);
        await keys.ChooseAsync(page.GetByRole(AriaRole.Radiogroup), page.Locator("#model-PayAsYouUse"));
        await keys.WriteAsync(page.Locator("#privileged-endpoint"), Held);
        await WriteCloudAdministratorAsync(keys, form);
        await Visit.SeesAsync(RunButton(page), Visit.Long);
        await ShouldBeWholeAsync(visit);

        // A run that is stopped goes on where it was.
        line.Hold();
        await keys.EnterAsync(RunButton(page));
        await visit.ArriveAsync("/work/[^/]+$", Visit.Long);
        var stopped = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/stop", StringComparison.Ordinal));
        await keys.EnterAsync(visit.Button("Stop"));
        await stopped;
        await visit.ArriveAsync("/work/[^/]+$");
        await visit.SettleAsync();
        // It stops between two requests: the one that is held comes to its end.
        line.Release();
        await Visit.SeesAsync(page.Locator("#run .banner.warning"), Visit.Long);
        await keys.FollowAsync(visit.Link("Run it again"), "/registration");
        await keys.ChooseAsync(page.GetByRole(AriaRole.Radiogroup), page.Locator("#model-PayAsYouUse"));
        await WriteCloudAdministratorAsync(keys, form);
        await RunAsync(visit, keys);
        await ShouldBeWholeAsync(visit);
    }

    /// <summary>Enters the line in the books of whoever is signed in, so that its certificate is believed.</summary>
    private async Task EnterLineAsync(HeldLine line)
    {
        var books = Directory.EnumerateDirectories(Path.Combine(world.Local.Folder, "stamps", LocalWorld.Stamp, "portal", "people")).Single();
        (await AzsregProgram.RunAsync(["stamp", "add", Held, "--privileged-endpoint", line.Url.AbsoluteUri, "--ca-file", world.Local.AuthorityFile, "--data", books])).ShouldExitWith(0);
    }

    private static async Task ChangeAsync(Visit visit, Keys keys)
    {
        var page = visit.Page;
        await keys.FollowAsync(page.Locator(".nav a[href='/region']"), "/region$");
        await keys.FollowAsync(visit.Link("Change"), "do=change$");
        await keys.ChooseAsync(page.GetByRole(AriaRole.Radiogroup), page.Locator("#model-Development"));
        await WriteCloudAdministratorAsync(keys, page.Locator("#registration-form"));
        // The button beside the fields shows the plan, too, and keeps the keyboard.
        await keys.EnterAsync(visit.Button("Show the plan"));
        await Keys.IsOnAsync(visit.Button("Show the plan"));
        await RunAsync(visit, keys);
    }

    private static async Task RemoveAsync(Visit visit, Keys keys)
    {
        var page = visit.Page;
        await keys.FollowAsync(page.Locator(".nav a[href='/region']"), "/region$");
        var name = await page.Locator("[data-copy^='AzureStack-']").First.GetAttributeAsync("data-copy");
        await keys.FollowAsync(visit.Link("Remove"), "/registration/remove$");
        await WriteCloudAdministratorAsync(keys, page.Locator("#registration-form"));
        await Visit.SeesAsync(RunButton(page), Visit.Long);
        await keys.WriteAsync(page.Locator("#confirm"), name!);
        await RunAsync(visit, keys);
    }

    private async Task CarryFilesAsync(Visit visit, Keys keys)
    {
        var page = visit.Page;
        await keys.FollowAsync(page.Locator(".nav a[href='/region']"), "/region$");
        await keys.FollowAsync(visit.Link("Register without a line"), "/registration/offline$");
        var model = page.Locator("#billing-model");
        await keys.ToAsync(model);
        await keys.TypeAsync("Dev");
        await Assertions.Expect(model).ToHaveValueAsync("Development");
        await WriteCloudAdministratorAsync(keys, page.Locator("#token"));
        await keys.EnterAsync(visit.Button("Make the token"));
        await Visit.SeesAsync(page.Locator("#run .banner.good"), Visit.Long);

        await visit.GoAsync("/registration/offline");
        await visit.SettleAsync();
        var downloading = page.WaitForDownloadAsync();
        await keys.EnterAsync(page.Locator("#token").GetByRole(AriaRole.Link, new() { Name = "Download" }));
        var token = Path.Combine(world.Local.Folder, "carried-token.txt");
        await (await downloading).SaveAsAsync(token);
        var key = Path.Combine(world.Local.Folder, "carried-key.txt");
        await world.Local.LoginAsync();
        (await world.Local.RunAsync("offline", "register", "--token-file", token)).ShouldExitWith(0);
        (await world.Local.RunAsync("offline", "key", "--token-file", token, "--out", key)).ShouldExitWith(0);

        // The dialogue in which a file is chosen is the operating system's; what opens it is the key.
        var choosing = page.WaitForFileChooserAsync();
        await keys.ToAsync(page.Locator("#key-file"));
        await keys.PressAsync("Enter");
        await (await choosing).SetFilesAsync(new FilePayload { Name = "activation-key.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(key)) });
        await WriteCloudAdministratorAsync(keys, page.Locator("#activate"));
        await keys.EnterAsync(page.Locator("#activate button.primary"));
        await Visit.SeesAsync(page.Locator("#run .banner.good"), Visit.Long);

        await keys.FollowAsync(page.Locator(".nav a[href='/region']"), "/region$");
        await keys.FollowAsync(visit.Link("Deactivate"), "#back$");
        await ShouldBeWholeAsync(visit);
        var back = page.Locator("#back");
        await WriteCloudAdministratorAsync(keys, back);
        await keys.WriteAsync(back.Locator("#confirm"), await back.Locator("label[for=confirm] .mono").InnerTextAsync());
        await keys.EnterAsync(back.Locator("button.dangerous"));
        await Visit.SeesAsync(page.Locator("#run .banner.good"), Visit.Long);
    }

    private static async Task CloseAlertAsync(Visit visit, Keys keys)
    {
        var page = visit.Page;
        await keys.FollowAsync(page.Locator(".nav a[href='/alerts']"), "/alerts$");
        await keys.FollowAsync(page.Locator("#alert-list tbody a").Filter(new() { HasText = "Activation Required" }), "item=");
        await keys.EnterAsync(visit.Button("Close alert"));
        await Visit.SeesAsync(page.Locator("#alert-detail").GetByText("Closed", new() { Exact = true }).First);
    }

    private static ILocator RunButton(IPage page) => page.Locator("#plan .run-it button[type=submit]");

    private static async Task WriteCloudAdministratorAsync(Keys keys, ILocator within)
    {
        await keys.WriteAsync(within.GetByLabel("Cloud administrator"), CloudAdministrator);
        await keys.WriteAsync(within.GetByLabel("Password"), LocalWorld.Password);
        await keys.PressAsync("Tab");
    }

    private static async Task RunAsync(Visit visit, Keys keys)
    {
        await keys.EnterAsync(RunButton(visit.Page));
        await visit.ArriveAsync("/work/[^/]+$", Visit.Long);
        await Visit.SeesAsync(visit.Page.Locator("#run .banner.good"), Visit.Long);
        await visit.SettleAsync();
    }

    private static async Task ShouldBeWholeAsync(Visit visit)
    {
        var faults = await TabWalk.FaultsAsync(visit);
        faults.ShouldBeEmpty(string.Join('\n', faults));
    }
}
