namespace Azsreg.EndToEnd.Tests;

/// <summary>A role dies around every request and starts again on its folder and ports; the operator finishes, if need be with the next run.</summary>
public sealed class RoleKillTests(SeededFolder seed, ITestOutputHelper output)
{
    [Fact]
    public Task EveryVerb_CloudKilledAroundEachRequest_NextRunFinishes() =>
        new Walk(seed, output).RunAsync(traces => WalkCase.Zip(stage => KillPoints.Around(Victim.Cloud, traces[stage])));

    [Fact]
    public Task EveryVerb_StampKilledAroundEachRequest_NextRunFinishes() =>
        new Walk(seed, output).RunAsync(traces => WalkCase.Zip(stage => KillPoints.Around(Victim.Stamp, traces[stage])));
}
