namespace Azsreg.Operator.Check;

/// <summary>Something several checks need: read once, and if that fails, told as a failure once.</summary>
/// <param name="what">What it is, to say what a check lacks.</param>
/// <param name="read">Reads it.</param>
internal sealed class SharedReading<T>(string what, Func<Task<T>> read)
{
    private readonly Lazy<Task<T>> _reading = new(read);

    /// <summary>The reading, or its failure: for the one check whose row it is.</summary>
    public Task<T> OwnAsync() => _reading.Value;

    /// <summary>The reading, for a check that stands on it.</summary>
    /// <exception cref="CheckSkippedException">It failed.</exception>
    public async Task<T> NeedAsync()
    {
        try
        {
            return await _reading.Value;
        }
        catch (CheckSkippedException skipped)
        {
            // What to do about it stands at the reading's own row.
            throw new CheckSkippedException(skipped.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new CheckSkippedException($"{what} could not be read");
        }
    }

    /// <summary>The reading, or null where it failed: for a check that can also go without.</summary>
    public async Task<T?> TryAsync()
    {
        try
        {
            return await _reading.Value;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return default;
        }
    }
}
