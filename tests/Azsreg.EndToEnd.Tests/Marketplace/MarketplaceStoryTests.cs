using System.Text.Json;
using Azsreg.EndToEnd.Tests.Lifecycle;
using Azsreg.EndToEnd.Tests.Refusals;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>Marketplace items by the shipped program, and what it says while something stands against them.</summary>
public sealed class MarketplaceStoryTests(LifecycleWorld world) : IClassFixture<LifecycleWorld>
{
    // Two versions of one extension of a few KB.
    private const string Family = "microsoft.ostcextensions.VMAccessForLinux";

    [Fact]
    public async Task Items_FromListToCleanup_AreFetchedUpdatedKeptAndDeleted()
    {
        await RegisterAsync();
        var versions = (await world.Local.JsonAsync("marketplace", "versions", Family)).ShouldExitWith(0).Json.EnumerateArray().ToList();
        versions.Count.ShouldBeGreaterThan(1);
        var (newest, oldest) = (Text(versions[0], "id"), Text(versions[^1], "id"));

        // Terms are nobody's to accept but a person's.
        (await world.Local.JsonAsync("marketplace", "download", oldest)).ShouldBeRefused("AZR6063", 2);
        var downloaded = (await world.Local.JsonAsync("marketplace", "download", oldest, "--accept-terms")).ShouldExitWith(0);
        Text(downloaded.Json.GetProperty("items")[0], "state").ShouldBe("Downloaded");
        downloaded.Error.ShouldContain($"\"item\":\"{oldest}\"");
        Text((await world.Local.JsonAsync("marketplace", "download", oldest)).ShouldExitWith(0).Json.GetProperty("items")[0], "state").ShouldBe("InPlace");

        (await world.Local.JsonAsync("marketplace", "updates")).ShouldExitWith(0).Json.EnumerateArray().Select(update => Text(update, "id")).ShouldBe([newest]);
        (await world.Local.JsonAsync("marketplace", "download", "--updates")).ShouldExitWith(0);
        (await DownloadedAsync()).ShouldBe([newest, oldest]);
        (await world.Local.JsonAsync("marketplace", "updates")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);

        var dry = (await world.Local.JsonAsync("marketplace", "cleanup", "--dry-run")).ShouldExitWith(0).Json;
        dry.GetProperty("items").EnumerateArray().Select(item => Text(item, "id")).ShouldBe([oldest]);
        (await DownloadedAsync()).Count.ShouldBe(2);
        (await world.Local.JsonAsync("marketplace", "cleanup", "--yes")).ShouldExitWith(0);
        (await DownloadedAsync()).ShouldBe([newest]);

        // The stamp says that it keeps them, and does.
        var plan = await world.DoneAsync("remove", "--plan");
        plan.GetProperty("plan").GetRawText().ShouldContain("the stamp keeps them");
        await world.RemoveAsync();
        await RegisterAsync();
        (await DownloadedAsync()).ShouldBe([newest]);
        (await world.Local.JsonAsync("marketplace", "delete", newest, "--yes")).ShouldExitWith(0);
        (await DownloadedAsync()).ShouldBeEmpty();
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Solution_PlanAndDownload_BringWhatItNeeds()
    {
        await RegisterAsync();
        var plan = (await world.Local.JsonAsync("marketplace", "download", "Kubernetes Cluster", "--plan")).ShouldExitWith(0).Json;
        var planned = plan.GetProperty("items").EnumerateArray().Select(item => (Id: Text(item.GetProperty("item"), "id"), NeededBy: item.GetProperty("neededBy").GetString())).ToList();
        planned.Count.ShouldBeGreaterThan(1);
        planned[^1].NeededBy.ShouldBeNull();
        planned[0].NeededBy.ShouldBe(planned[^1].Id);

        var ended = (await world.Local.JsonAsync("marketplace", "download", "Kubernetes Cluster", "--accept-terms")).ShouldExitWith(0).Json;

        ended.GetProperty("items").EnumerateArray().Select(item => Text(item, "state")).ShouldAllBe(state => state == "Downloaded");
        (await DownloadedAsync()).Order(StringComparer.Ordinal).ShouldBe(planned.Select(one => one.Id).Order(StringComparer.Ordinal));
        foreach (var (id, _) in planned.AsEnumerable().Reverse())
            (await world.Local.JsonAsync("marketplace", "delete", id, "--yes")).ShouldExitWith(0);
        await world.RemoveAsync();
    }

    [Fact]
    public async Task NoWait_ThenTheSameAgain_WatchesWhatWasBegun()
    {
        await RegisterAsync();
        var begun = (await world.Local.JsonAsync("marketplace", "download", "WordPress", "--accept-terms", "--no-wait")).ShouldExitWith(0).Json;
        Text(begun.GetProperty("items")[0], "state").ShouldBe("Waiting");

        var watched = (await world.Local.JsonAsync("marketplace", "download", "WordPress")).ShouldExitWith(0).Json;

        Text(watched.GetProperty("items")[0], "state").ShouldBeOneOf("Downloaded", "InPlace");
        (await world.Local.JsonAsync("marketplace", "delete", Text(watched.GetProperty("items")[0], "id"), "--yes")).ShouldExitWith(0);
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Situations_ListAndDownload_SayWhatIsWrongAndWhatToDo()
    {
        await RefusedAsync("AZR6020", 4, "azsreg registration set");

        await RegisterAsync();
        await world.DoneAsync("set", "--marketplace-syndication", "off");
        await RefusedAsync("AZR6023", 5, "azsreg registration set");
        await world.DoneAsync("set", "--marketplace-syndication", "on");

        using var azure = await AzureSideView.OpenAsync(world.Local);
        await azure.TakeBridgeRolesAsync();
        await RefusedAsync("AZR6025", 3, "azsreg registration set");
        await world.DoneAsync("set");

        // A token lives longer than the principal it was given to, here as in real Azure; a stamp that starts has none.
        await azure.DeleteBridgePrincipalsAsync();
        await world.Local.StopAsync();
        await world.Local.StartAsync();
        await RefusedAsync("AZR6024", 3, "azsreg registration set");
        await world.DoneAsync("set");

        await azure.DeleteRegistrationsAsync();
        await RefusedAsync("AZR6026", 4, "azsreg registration set");
        await world.DoneAsync("set");
        (await world.Local.JsonAsync("marketplace", "list", "--text", "wordpress")).ShouldExitWith(0).Json.GetArrayLength().ShouldBeGreaterThan(0);
        await world.RemoveAsync();
    }

    private async Task RefusedAsync(string code, int exitCode, string wayOut)
    {
        var listed = await ListOnceToldAsync(code);
        if (listed.ExitCode == 0)
            listed.Error.ReplaceLineEndings(" ").ShouldContain(wayOut);
        else
            listed.ShouldBeRefused(code, exitCode).WayOut().ShouldContain(wayOut);
        (await world.Local.JsonAsync("marketplace", "download", Family, "--accept-terms")).ShouldBeRefused(code, exitCode).WayOut().ShouldContain(wayOut);
    }

    /// <summary>What the stamp was told before may still be shown, with code and way out beside it once the stamp has noticed.</summary>
    private async Task<ProgramResult> ListOnceToldAsync(string code)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            var listed = await world.Local.JsonAsync("marketplace", "list");
            if (listed.ExitCode != 0 || listed.Error.Contains(code, StringComparison.Ordinal))
                return listed;
            await Task.Delay(200, patience.Token);
        }
    }

    private async Task RegisterAsync()
    {
        (await world.Local.RunAsync("account", "set", "--subscription", LifecycleWorld.Stamps)).ShouldExitWith(0);
        await world.DoneAsync("set", "--billing-model", "Development");
    }

    private async Task<IReadOnlyList<string>> DownloadedAsync() =>
        [.. (await world.Local.JsonAsync("marketplace", "list", "--downloaded")).ShouldExitWith(0).Json.EnumerateArray().Select(item => Text(item, "id"))];

    private static string Text(JsonElement one, string property) => one.GetProperty(property).GetString()!;
}
