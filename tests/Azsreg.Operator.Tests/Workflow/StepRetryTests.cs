using Azsreg.Operator.Workflow;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Workflow;

public sealed class StepRetryTests
{
    [Fact]
    public void DelayAfter_AnyAttempt_LiesInTheUpperHalfOfTheDoubledPauseAndBelowTheLongest()
    {
        var policy = new StepRetry(_ => true, new SkippingClock(), new Random(1));

        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), attempt =>
        {
            var full = Math.Min(15_000, 500 * Math.Pow(2, Math.Min(attempt, 30) - 1));
            return policy.DelayAfter(attempt).TotalMilliseconds is var delay && delay >= full / 2 && delay <= full;
        }).CheckSeeded();
    }

    [Fact]
    public void IsTransient_Cancellation_NeverIs()
    {
        new StepRetry(_ => true, new SkippingClock(), new Random(1)).IsTransient(new TaskCanceledException()).ShouldBeFalse();
    }
}
