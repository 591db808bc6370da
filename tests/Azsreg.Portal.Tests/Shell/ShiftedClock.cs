namespace Azsreg.Portal.Tests.Shell;

/// <summary>The system's clock, moved: sockets and timers run on, sessions and tokens age when a test says so.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private TimeSpan _ahead;

    public void Advance(TimeSpan time) => _ahead += time;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
}
