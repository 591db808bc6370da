using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.Http;

public sealed class RetryPolicyTests
{
    [Fact]
    public void WaitAfter_AnyTry_StaysWithinHalfAndWhole() =>
        Prop.ForAll<PositiveInt, int>((tries, seed) =>
        {
            var policy = RetryPolicy.Default;
            var wait = policy.WaitAfter(tries.Get, null, new Random(seed));
            var whole = Math.Min(500 * Math.Pow(2, Math.Min(tries.Get - 1, 16)), 30_000);
            return wait.TotalMilliseconds >= (whole / 2) - 0.001 && wait.TotalMilliseconds <= whole + 0.001;
        }).CheckSeeded();

    [Fact]
    public void WaitAfter_AnyRetryAfter_IsNeverEarlier() =>
        Prop.ForAll<NonNegativeInt, int>((seconds, seed) =>
            RetryPolicy.Default.WaitAfter(1, TimeSpan.FromSeconds(seconds.Get), new Random(seed)) >= TimeSpan.FromSeconds(seconds.Get)).CheckSeeded();
}
