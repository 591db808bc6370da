namespace Azsreg.ArmServer.Tests;

/// <summary>A clock that stands still until told otherwise.</summary>
internal sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
