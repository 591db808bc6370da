namespace Azsreg.Stamp.Usage;

/// <summary>Wakes the usage bridge: when there is more to send, and when the activation it sends by has changed.</summary>
internal sealed class UsageSignal : IDisposable
{
    private readonly SemaphoreSlim _records = new(0, 1);
    private readonly SemaphoreSlim _activation = new(0, 1);

    public void RecordsCame() => Raise(_records);

    public void ActivationChanged() => Raise(_activation);

    /// <summary>Until something comes or the time is over.</summary>
    public Task WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken) =>
        AnyAsync([_records, _activation], longest, clock, cancellationToken);

    /// <summary>Until the time is over. New records do not shorten it: they would be sent where the last ones could not be.</summary>
    public Task WaitOutAsync(TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken) =>
        AnyAsync([_activation], longest, clock, cancellationToken);

    public void Dispose()
    {
        _records.Dispose();
        _activation.Dispose();
    }

    private static async Task AnyAsync(SemaphoreSlim[] wakers, TimeSpan longest, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny([Task.Delay(longest, clock, others.Token), .. wakers.Select(waker => waker.WaitAsync(others.Token))]);
        await others.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        await first;
    }

    private static void Raise(SemaphoreSlim waker)
    {
        try
        {
            waker.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is raised already, and whoever wakes looks at everything.
        }
    }
}
