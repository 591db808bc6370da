using System.Collections.Concurrent;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// The buffers of all downloads: as many as ranges run at once, as many again for blocks that are being written or came before those they are hashed
/// after, and one to read back with. The memory of a download is this, whatever the size of the item.
/// </summary>
internal sealed class BlockBuffers : IDisposable
{
    // Small items leave no more than this; giving that back is not worth a collection.
    private const int MostIdle = 3;

    private readonly ConcurrentBag<BlockBuffer> _idle = [];
    private readonly SemaphoreSlim _ranges;
    private readonly SemaphoreSlim _readingBack = new(1);
    private readonly int _mostKept;
    private int _kept;

    public BlockBuffers(MarketplaceOptions options)
    {
        _mostKept = options.RangesAtOnce;
        _ranges = new SemaphoreSlim(options.RangesAtOnce);
    }

    /// <summary>Waits until another range may be fetched, and gives the buffer for it.</summary>
    public async Task<BlockBuffer> RentAsync(CancellationToken cancellationToken)
    {
        await _ranges.WaitAsync(cancellationToken);
        return Take();
    }

    /// <summary>Gives a rented buffer back.</summary>
    public void Return(BlockBuffer buffer)
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
    public void ReturnKept(BlockBuffer buffer)
    {
        _idle.Add(buffer);
        Interlocked.Decrement(ref _kept);
    }

    /// <summary>
    /// Waits until nobody reads back, and gives a buffer for it. It is no range's: those may all be held by blocks that wait for just this one to be hashed.
    /// </summary>
    public async Task<BlockBuffer> RentForReadingBackAsync(CancellationToken cancellationToken)
    {
        await _readingBack.WaitAsync(cancellationToken);
        return Take();
    }

    /// <summary>Gives a buffer for reading back back.</summary>
    public void ReturnReadBack(BlockBuffer buffer)
    {
        _idle.Add(buffer);
        _readingBack.Release();
    }

    /// <summary>
    /// Lets the idle buffers go; for when nothing is downloaded. They are collected at once: left to itself the runtime would keep them for long, and
    /// the next download would take as much again beside them.
    /// </summary>
    public void Trim()
    {
        if (_idle.Count <= MostIdle)
            return;
        _idle.Clear();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    public void Dispose()
    {
        _ranges.Dispose();
        _readingBack.Dispose();
    }

    private BlockBuffer Take() => _idle.TryTake(out var buffer) ? buffer : new BlockBuffer();
}
