using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.WsMan;

/// <summary>Clients that go without a word, over real sockets, with the server's clock moved by hand.</summary>
public sealed class VanishedClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualClock clock = new();
    private readonly UnreliableLine line = new();
    private PepHost host = null!;
    private int ownTimers;

    public async ValueTask InitializeAsync()
    {
        host = await PepHost.StartAsync(options => options with { Clock = clock, MaxOperationTimeout = TimeSpan.FromMinutes(1) });
        ownTimers = clock.Timers;
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Reap_ConnectionResetWhileACommandRuns_ClosesTheSessionAndEndsTheCommand()
    {
        using var handler = line.Carry(host.OwnHandler());
        var running = await BeginAsync(handler);

        line.Reset();

        await Should.ThrowAsync<RemotingUnreachableException>(() => running.WaitAsync(Patience));
        await NobodyWaitsAsync();
        host.Server.SessionCount.ShouldBe(1);
        clock.Advance(Idle + TimeSpan.FromMinutes(1));
        host.Server.SessionCount.ShouldBe(0);
        await EndedAsync();
    }

    [Fact]
    public async Task Reap_ConnectionSilentWhileACommandRuns_ClosesTheSessionAndEndsTheCommand()
    {
        using var handler = line.Carry(host.OwnHandler());
        using var cancel = new CancellationTokenSource();
        var running = await BeginAsync(handler, cancel.Token);

        line.Hold();

        // The Receive that waits is answered in its time, to nobody; from then on the session is idle.
        clock.Advance(TimeSpan.FromMinutes(2));
        await NobodyWaitsAsync();
        host.Server.SessionCount.ShouldBe(1);
        clock.Advance(Idle + TimeSpan.FromMinutes(1));
        host.Server.SessionCount.ShouldBe(0);
        await EndedAsync();
        line.Reset();
        line.Release();
        await Should.ThrowAsync<RemotingException>(() => running.WaitAsync(Patience));
    }

    private async Task<Task<RemoteResult>> BeginAsync(SocketsHttpHandler handler, CancellationToken cancellationToken = default)
    {
        var session = await RemotingClient.OpenAsync(host.Connection with { IdleTimeout = Idle }, handler, cancellationToken);
        var waiting = new TaskCompletionSource();
        var running = session.InvokeAsync(new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => waiting.SetResult() }, cancellationToken);
        await waiting.Task.WaitAsync(Patience, CancellationToken.None);
        await host.ReceiveIsWaitingAsync();
        // It is under way before it waits by the clock; moved before that, the clock would never end its wait.
        using var late = new CancellationTokenSource(Patience);
        while (clock.Timers == ownTimers)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return running;
    }

    private async Task NobodyWaitsAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        while (host.Server.Service.HasWaitingRequests)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task EndedAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        while (!host.Transcript.Text.Contains("SessionClosed", StringComparison.Ordinal))
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
