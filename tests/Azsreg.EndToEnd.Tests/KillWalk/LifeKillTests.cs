namespace Azsreg.EndToEnd.Tests;

/// <summary>Somebody dies in the middle of what happens to a registration later; the same verb again finishes, and nothing is there twice.</summary>
public sealed class LifeKillTests(LifeWalk walk, ITestOutputHelper output) : IClassFixture<LifeWalk>
{
    [Fact]
    public Task Renew_KilledInTheMiddle_NextRunFinishes() => walk.RunAsync(output, LifeFlow.Renew);

    [Fact]
    public Task Renew_ExpiredAndKilledAfterItWasDeleted_NextRunMakesItAgain() => walk.RunAsync(output, LifeFlow.RenewExpired);

    [Fact]
    public Task SetReregister_KilledInTheMiddle_NextRunFinishes() => walk.RunAsync(output, LifeFlow.Reregister);

    [Fact]
    public Task RotateCertificate_KilledInTheMiddle_NextRunLeavesOneCertificate() => walk.RunAsync(output, LifeFlow.RotateCertificate);

    [Fact]
    public Task Remove_KilledWhileTheSubscriptionIsChanged_NextRunsFinish() => walk.RunAsync(output, LifeFlow.Move);
}
