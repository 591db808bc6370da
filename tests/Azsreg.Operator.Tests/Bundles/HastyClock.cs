namespace Azsreg.Operator.Tests.Bundles;

/// <summary>The system's clock on which waits between tries are over at once; time-outs of a minute and more stay what they are.</summary>
internal sealed class HastyClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime < TimeSpan.FromMinutes(1) && dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
}
