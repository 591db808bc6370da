namespace Azsreg.EndToEnd.Tests;

/// <summary>The operator's program dies at every line of its journal and around every request; the same verb again finishes.</summary>
public sealed class OperatorKillTests(SeededFolder seed, ITestOutputHelper output)
{
    [Fact]
    public Task EveryVerb_OperatorKilledAtEachJournalLine_NextRunFinishes() =>
        new Walk(seed, output).RunAsync(traces => WalkCase.Zip(stage => KillPoints.AtJournalLines(traces[stage])));

    [Fact]
    public Task EveryVerb_OperatorKilledAroundEachRequest_NextRunFinishes() =>
        new Walk(seed, output).RunAsync(traces => WalkCase.Zip(stage => KillPoints.Around(Victim.Operator, traces[stage])));
}
