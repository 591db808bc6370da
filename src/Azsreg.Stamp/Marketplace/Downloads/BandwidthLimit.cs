namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>Spreads the bytes of all downloads over time, so that together they stay below a rate.</summary>
internal sealed class BandwidthLimit(MarketplaceOptions options, TimeProvider clock)
{
    /// <summary>Bytes that go through at once; also the most one read should take under a cap.</summary>
    public const int Slice = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly double? _ticksPerByte = options.BytesPerSecond is { } rate ? (double)clock.TimestampFrequency / Math.Max(Slice, rate) : null;
    private double _freeAt;

    public bool IsOn => _ticksPerByte is not null;

    /// <summary>Returns when so many bytes may pass.</summary>
    public Task TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        if (_ticksPerByte is not { } ticks)
            return Task.CompletedTask;
        double wait;
        lock (_lock)
        {
            var now = (double)clock.GetTimestamp();
            wait = Math.Max(0, _freeAt - now);
            _freeAt = Math.Max(now, _freeAt) + (bytes * ticks);
        }

        return wait <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(wait / clock.TimestampFrequency), clock, cancellationToken);
    }
}
