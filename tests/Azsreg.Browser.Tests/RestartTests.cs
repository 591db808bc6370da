namespace Azsreg.Browser.Tests;

/// <summary>The stamp's process is killed under an open page.</summary>
public sealed class RestartTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    public async Task OpenPage_ProcessKilledAndStartedAgain_ReconnectsAndShowsTheTruth()
    {
        await using var visit = await world.EnterAsync();
        var warning = visit.Page.Locator("#alerts").GetByText("Activation Required");
        await Visit.SeesAsync(warning);
        await visit.SettleAsync();

        await world.Local.KillAsync();
        await Visit.SeesAsync(visit.Page.Locator("#connection"), Visit.Long);
        await visit.ShootAsync("connection-lost");
        var before = world.Portal;
        await world.Local.StartAsync();
        world.Portal.ShouldBe(before);
        await world.Local.LoginAsync();
        await world.Local.LoginStampAsync();
        (await world.Local.SetAsync("--billing-model", "PayAsYouUse")).ShouldExitWith(0);

        // Signed in as before, on the page as it was opened.
        await Visit.SeesNotAsync(visit.Page.Locator("#connection"), Visit.Long);
        await Visit.SeesNotAsync(warning, Visit.Long);
        await Visit.SeesAsync(visit.Page.Locator("#registration").GetByText("Registered").First);
        // Nothing is left that could not be read meanwhile.
        await visit.SettleAsync();
        (await visit.Page.GetByText("Could not be read").CountAsync()).ShouldBe(0);
        // The browser tells of every try while nobody was there, by what became of it: refused, closed, reset.
        visit.Complaints.RemoveAll(one => one.Contains("net::ERR_", StringComparison.Ordinal) || one.Contains("Failed to fetch", StringComparison.Ordinal));
    }
}
