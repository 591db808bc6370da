using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

[Collection(RunAlone.Name)]
public sealed class ManySessionsTests
{
    private const int Sessions = 200;

    [Fact]
    public async Task InvokeAsync_TwoHundredSessionsInALoop_KeepMemoryFlat()
    {
        await using var host = await PepHost.StartAsync();
        using var handler = host.OwnHandler();
        handler.MaxConnectionsPerServer = int.MaxValue;
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => RemotingClient.OpenAsync(host.Connection, handler)));
        host.Server.SessionCount.ShouldBe(Sessions);

        await RoundsAsync(sessions, 0);
        var before = Live(host);
        for (var round = 1; round < 4; round++) await RoundsAsync(sessions, round);
        var after = Live(host);

        // Two hundred sessions that kept but four kilobytes a command each would have grown by five megabytes.
        (after - before).ShouldBeLessThan(4 * 1024 * 1024);
        foreach (var session in sessions) await session.DisposeAsync();
        host.Server.SessionCount.ShouldBe(0);
    }

    /// <summary>Every session at once, each counting its own commands.</summary>
    private static Task RoundsAsync(RemoteSession[] sessions, int round) => Task.WhenAll(sessions.Select(async session =>
    {
        for (var i = 1; i <= 2; i++) (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([(round * 2) + i]);
    }));

    private static long Live(PepHost host)
    {
        // What the test itself keeps of every command is none of the server's.
        host.Transcript.Entries.Clear();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
