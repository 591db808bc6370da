namespace Azsreg.Operator.Workflow;

/// <summary>
/// When to try again, and after how long. Only what <see cref="IsTransient"/> names is tried again: repeating a deterministic
/// refusal three times, as older tools did, only hides it for half a minute.
/// </summary>
internal sealed class StepRetry(Func<Exception, bool> isTransient, TimeProvider clock, Random random)
{
    /// <summary>Attempts in all, the first included. Few, because the clients beneath repeat lost requests by themselves.</summary>
    public int Attempts { get; init; } = 4;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    public bool IsTransient(Exception failure) => failure is not OperationCanceledException && isTransient(failure);

    /// <summary>Doubles from attempt to attempt up to the longest delay; the upper half is random, so that many operators
    /// who lost the same peer do not come back in step.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        var full = Math.Min(LongestDelay.TotalMilliseconds, FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30) - 1));
        return TimeSpan.FromMilliseconds((full / 2) + (random.NextDouble() * full / 2));
    }

    /// <summary>Runs the attempt until it succeeds, fails for good, or has been tried often enough.</summary>
    public async Task<T> RunAsync<T>(
        Func<int, CancellationToken, Task<T>> attempt, Action<int, TimeSpan, Exception> onRetry, CancellationToken cancellation)
    {
        for (var number = 1; ; number++)
        {
            TimeSpan delay;
            try
            {
                cancellation.ThrowIfCancellationRequested();
                return await attempt(number, cancellation);
            }
            catch (Exception failure) when (number < Attempts && !cancellation.IsCancellationRequested && IsTransient(failure))
            {
                delay = DelayAfter(number);
                onRetry(number, delay, failure);
            }

            await Task.Delay(delay, clock, cancellation);
        }
    }
}
