using System.Text.Json;
using Azsreg.EndToEnd.Tests.Refusals;

namespace Azsreg.EndToEnd.Tests.Care;

/// <summary>A scenario's folder: killed while it is made, started again, and asked for something else.</summary>
public sealed class ScenarioFolderTests
{
    [Fact]
    public async Task Up_ScenarioKilledWhileItIsMade_IsMadeAnewAndStands()
    {
        await using var world = new LocalWorld { Settings = new Dictionary<string, string> { ["AZSREG_SCENARIO"] = "registered" } };
        await using (var up = AzsregProgram.Start(
            ["up", "--scenario", "registered", "--data", world.Folder, "--port-base", "0", "--output", "json"], LocalWorld.Environment))
        {
            await up.LineAsync(line => line.Contains("registration token", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
            await up.KillAsync();
        }

        await world.InitializeAsync();
        (await StateAsync(world)).ShouldBe("Registered");
        (await world.InterruptAsync()).ShouldExitWith(0);
        await world.StartAsync();

        (await StateAsync(world)).ShouldBe("Registered");
        (await world.JsonAsync("registration", "history")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(1, "the second start made nothing");
        await world.StopAsync();
        var error = (await world.JsonAsync("up", "--scenario", "expired", "--port-base", "0")).ShouldBeRefused("AZR1030", 5);
        error.Detail().ShouldContain("made for the scenario 'registered'");
        error.WayOut().ShouldContain($"azsreg up --scenario expired --reset --data {world.Folder}");
    }

    private static async Task<string?> StateAsync(LocalWorld world) =>
        (await world.JsonAsync("status")).ShouldExitWith(0).Json.GetProperty("state").GetString();
}
