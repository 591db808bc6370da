namespace Azsreg.Operator.Bundles;

/// <summary>Counts for <see cref="BundleProgress"/>, from any thread.</summary>
internal sealed class TransferMeter(IProgress<BundleProgress>? progress, int itemsTotal, long bytesTotal)
{
    private readonly Lock _telling = new();
    private long _bytes;
    private int _items;
    private string _last = "";

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(long bytes) => Tell(bytes, null);

    public void EndItem(string item) => Tell(0, item);

    private void Tell(long bytes, string? ended)
    {
        lock (_telling)
        {
            _bytes += bytes;
            if (ended is not null) (_items, _last) = (_items + 1, ended);
            progress?.Report(new BundleProgress(_items, itemsTotal, _bytes, bytesTotal, _last));
        }
    }
}
