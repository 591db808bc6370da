namespace Azsreg.Cli.Tests;

/// <summary>The machine's clock, wrong by as much as it is told.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref _ticks));
        set => Interlocked.Exchange(ref _ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
}
