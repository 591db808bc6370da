namespace Azsreg.Cloud.Commerce;

/// <summary>
/// The numbers of texts this process remembers, by stamp, within a bound. It only spares questions: what is not here is asked of the store.
/// </summary>
/// <param name="maxLength">The most characters of all stamps together.</param>
internal sealed class UsageSourceMemory(int maxLength = UsageSourceMemory.DefaultMaxLength)
{
    // About 64 MB: some 100,000 sources.
    private const int DefaultMaxLength = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (UsageSources Sources, long At)> _stamps = new(StringComparer.Ordinal);
    private long _length;
    private long _at;

    /// <summary>Takes out a stamp's; until it is given back, another transaction has its own.</summary>
    public UsageSources Take(string cloudKey)
    {
        lock (_lock)
        {
            if (!_stamps.Remove(cloudKey, out var found))
                return new UsageSources();
            _length -= found.Sources.Length;
            return found.Sources;
        }
    }

    /// <summary>Gives them back, whatever became of the transaction: the chain tells whether they are still good.</summary>
    public void Return(string cloudKey, UsageSources sources)
    {
        lock (_lock)
        {
            if (_stamps.Remove(cloudKey, out var former))
                _length -= former.Sources.Length;
            if (sources.Length > maxLength)
                return;
            _stamps.Add(cloudKey, (sources, ++_at));
            _length += sources.Length;
            while (_length > maxLength)
            {
                var oldest = _stamps.MinBy(one => one.Value.At);
                _stamps.Remove(oldest.Key);
                _length -= oldest.Value.Sources.Length;
            }
        }
    }
}
