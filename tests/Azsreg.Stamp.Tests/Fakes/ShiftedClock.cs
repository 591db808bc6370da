namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>The system's clock, moved: certificates and tokens must still be good to a TLS stack that knows no other clock.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
