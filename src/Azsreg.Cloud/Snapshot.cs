namespace Azsreg.Cloud;

/// <summary>
/// What is read at every request and written seldom: kept in memory as an immutable value, read again after a write. Readers never
/// wait for each other, and never see half a change.
/// </summary>
internal sealed class Snapshot<T>(Func<CancellationToken, Task<T>> load) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _swap = new();
    private volatile T? _value;
    private long _generation;

    /// <summary>The value, as it is after every write that was followed by <see cref="Invalidate"/>.</summary>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _value is { } value ? ValueTask.FromResult(value) : LoadAsync(cancellationToken);

    /// <summary>Call after the commit of a write.</summary>
    public void Invalidate()
    {
        lock (_swap)
        {
            _generation++;
            _value = null;
        }
    }

    public void Dispose() => _loading.Dispose();

    private async ValueTask<T> LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                if (_value is { } loaded)
                    return loaded;
                var generation = Interlocked.Read(ref _generation);
                var value = await load(cancellationToken).ConfigureAwait(false);
                lock (_swap)
                {
                    // A write in between may not be in it.
                    if (generation != _generation)
                        continue;
                    _value = value;
                    return value;
                }
            }
        }
        finally
        {
            _loading.Release();
        }
    }
}
