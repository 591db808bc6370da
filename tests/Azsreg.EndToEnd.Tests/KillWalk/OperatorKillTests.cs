namespace Azsreg.EndToEnd.Tests;

/// <summary>The operator's program dies at every line of its journal and around every request; the same verb again finishes.</summary>
public sealed class OperatorKillTests(Walk walk, ITestOutputHelper output) : IClassFixture<Walk>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public Task EveryVerb_OperatorKilledAtEachJournalLine_NextRunFinishes() =>
        walk.RunAsync(output, KillPoints.AtJournalLines);

    [Fact]
    public Task EveryVerb_OperatorKilledAroundEachRequest_NextRunFinishes() =>
        walk.RunAsync(output, trace => KillPoints.Around(Victim.Operator, trace));

    [Fact]
    public async Task Set_StampStillWorksForTheKilledRun_NextRunWaitsForItAndFinishes()
    {
        var world = await walk.WorldAsync();
        var machine = world.NewOperator();
        var set = machine.OnTheStamp(KilledRun.VerbOf(Stage.Register));
        // The stamp asks this of the directory in the middle of New-AzureBridgeServicePrincipal.
        var watch = new RequestWatch("POST /graph/v1.0/applications", HoldPhase.BeforeAnswering);
        world.Watch(watch);
        await using (var killed = machine.Start(set))
        {
            await watch.Reached.WaitAsync(Limit);
            await killed.KillAsync();
        }

        await using var next = machine.Start([.. set, "--verbose"]);
        await next.LineAsync(line => line.Contains("another action is running on the stamp", StringComparison.Ordinal), Limit);
        watch.Release(cut: false);

        var finished = (await next.WaitForExitAsync(Limit)).ShouldExitWith(0);
        world.Watch(null);
        await StageProof.ProveAsync(world, machine, Stage.Register, finished.Json);
        (await machine.RunAsync(machine.OnTheStamp(KilledRun.VerbOf(Stage.Remove)))).ShouldExitWith(0);
        await world.Azure.UnregisterProviderAsync();
    }
}
