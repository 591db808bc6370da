using System.Collections.Concurrent;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// The buffers of all downloads: as many as ranges run at once and as many again for blocks that came before those they are hashed after. The
/// memory of a download is this, whatever the size of the item.
/// </summary>
internal sealed class BlockBuffers : IDisposable
{
    private readonly ConcurrentBag<byte[]> _idle = [];
    private readonly SemaphoreSlim _ranges;
    private readonly int _mostKept;
    private int _kept;

    public BlockBuffers(MarketplaceOptions options)
    {
        _mostKept = options.RangesAtOnce;
        _ranges = new SemaphoreSlim(options.RangesAtOnce);
    }

    /// <summary>Waits until another range may be fetched, and gives the buffer for it.</summary>
    public async Task<byte[]> RentAsync(CancellationToken cancellationToken)
    {
        await _ranges.WaitAsync(cancellationToken);
        return _idle.TryTake(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Block.Size);
    }

    /// <summary>Gives a rented buffer back.</summary>
    public void Return(byte[] buffer)
    {
        _idle.Add(buffer);
        _ranges.Release();
    }

    /// <summary>Keeps a rented buffer beyond its range, which is then over; false where too many are kept, and it is still rented.</summary>
    public bool TryKeep()
    {
        if (Interlocked.Increment(ref _kept) > _mostKept)
        {
            Interlocked.Decrement(ref _kept);
            return false;
        }

        _ranges.Release();
        return true;
    }

    /// <summary>Gives a kept buffer back.</summary>
    public void ReturnKept(byte[] buffer)
    {
        _idle.Add(buffer);
        Interlocked.Decrement(ref _kept);
    }

    /// <summary>Lets the idle buffers go; for when nothing is downloaded.</summary>
    public void Trim() => _idle.Clear();

    public void Dispose() => _ranges.Dispose();
}
