namespace Azsreg.EndToEnd.Tests;

/// <summary>A role dies around every request and starts again on its folder and ports; the operator finishes, if need be with the next run.</summary>
public sealed class RoleKillTests(Walk walk, ITestOutputHelper output) : IClassFixture<Walk>
{
    [Fact]
    public Task EveryVerb_CloudKilledAroundEachRequest_NextRunFinishes() =>
        walk.RunAsync(output, trace => KillPoints.Around(Victim.Cloud, trace));

    [Fact]
    public Task EveryVerb_StampKilledAroundEachRequest_NextRunFinishes() =>
        walk.RunAsync(output, trace => KillPoints.Around(Victim.Stamp, trace));
}
