using Azsreg.Stamp.Marketplace.Downloads;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>The cap on what all downloads take together: waits are counted on a clock that jumps to their ends.</summary>
public sealed class BandwidthLimitTests
{
    private const int Rate = 128 * 1024;

    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Take_NoCap_NeverWaits()
    {
        var limit = new BandwidthLimit(new MarketplaceOptions(), _clock);

        for (var slice = 0; slice < 100; slice++) await limit.TakeAsync(BandwidthLimit.Slice, default);

        limit.IsOn.ShouldBeFalse();
        _clock.Passed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Take_OneAfterAnother_KeepsToTheRate()
    {
        var limit = new BandwidthLimit(new MarketplaceOptions { BytesPerSecond = Rate }, _clock);

        for (var slice = 0; slice < 21; slice++) await limit.TakeAsync(BandwidthLimit.Slice, default);

        // The first passes at once; twenty more of half a second each.
        _clock.Passed.ShouldBe(TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Take_SeveralDownloads_ShareTheRate()
    {
        var limit = new BandwidthLimit(new MarketplaceOptions { BytesPerSecond = Rate }, _clock);
        _clock.IsHeld = true;

        var takes = Enumerable.Range(0, 5).Select(_ => limit.TakeAsync(BandwidthLimit.Slice, default)).ToList();

        takes.Count(take => take.IsCompleted).ShouldBe(1);
        _clock.Asked.ShouldBe([.. Enumerable.Range(1, 4).Select(half => TimeSpan.FromSeconds(half / 2.0))]);
        _clock.Release();
        await Task.WhenAll(takes);
    }

    [Fact]
    public async Task Take_AfterAPause_SavesNothingUp()
    {
        var limit = new BandwidthLimit(new MarketplaceOptions { BytesPerSecond = Rate }, _clock);
        await limit.TakeAsync(BandwidthLimit.Slice, default);
        _clock.Advance(TimeSpan.FromHours(1));

        for (var slice = 0; slice < 3; slice++) await limit.TakeAsync(BandwidthLimit.Slice, default);

        (_clock.Passed - TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Take_RateBelowASlice_IsRaisedToOne()
    {
        var limit = new BandwidthLimit(new MarketplaceOptions { BytesPerSecond = 1 }, _clock);

        for (var slice = 0; slice < 3; slice++) await limit.TakeAsync(BandwidthLimit.Slice, default);

        _clock.Passed.ShouldBe(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Download_Capped_TakesAtLeastItsTimeAndIsWhole()
    {
        // 1.5 MiB at 1 MiB a second: all but the first slice have to wait their turn, whatever else the machine does.
        var stamp = await MarketplaceStamp.StartNewAsync(MarketplaceStamp.Impatient with { BytesPerSecond = 1024 * 1024 });
        await using var running = stamp;
        var disk = MarketplaceStamp.Blob(3 * 512 * 1024);
        var product = stamp.Offer(disk);
        var began = stamp.Stamp.Clock.GetTimestamp();

        var ended = await stamp.DownloadAsync(product);

        MarketplaceStamp.Text(ended, "status").ShouldBe("Succeeded");
        stamp.Stamp.Clock.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.3));
        (await stamp.DiskAsync(product)).ShouldBe(disk.Content);
    }

    /// <summary>Time passes only by being waited for, and then at once.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private readonly List<Action> _held = [];
        private long _ticks;

        public bool IsHeld { get; set; }

        public List<TimeSpan> Asked { get; } = [];

        public TimeSpan Passed => TimeSpan.FromTicks(_ticks);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public void Release()
        {
            foreach (var end in _held) end();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            if (IsHeld)
            {
                _held.Add(() => callback(state));
            }
            else
            {
                _ticks += dueTime.Ticks;
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }

            return new Ended();
        }

        private sealed class Ended : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
