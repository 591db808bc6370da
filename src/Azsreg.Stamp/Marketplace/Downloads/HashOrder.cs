using System.Threading.Channels;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// Between those who fetch a file's blocks in any order and the one that hashes them in theirs: which block is offered in its buffer, which lies on
/// the disk and must be read back, and who waits for whom.
/// </summary>
internal sealed class HashOrder(BlockBuffers buffers, TimeProvider clock)
{
    // Ranges that run side by side overtake each other by less; one that is later than this has a connection that hangs.
    private static readonly TimeSpan LongestOvertaking = TimeSpan.FromSeconds(1);

    private readonly Channel<int> _arrived = Channel.CreateUnbounded<int>();
    private readonly Lock _lock = new();
    private readonly Dictionary<int, HeldBlock> _offered = [];
    private readonly Dictionary<int, ulong> _onDisk = [];
    private readonly HashSet<int> _coming = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Phase _phase;
    private int _next;
    private int _lastFound = -1;
    private int _overdue = -1;

    private enum Phase
    {
        Hashes,
        ReadsBack,
        Waits,
    }

    /// <summary>A block lies on the disk since an earlier run. Before anything else.</summary>
    public void Found(int index, ulong checksum)
    {
        _onDisk[index] = checksum;
        _lastFound = Math.Max(_lastFound, index);
    }

    /// <summary>A block has a buffer and is being fetched into it.</summary>
    public void Begin(int index)
    {
        lock (_lock)
            _coming.Add(index);
    }

    /// <summary>The block did not come; it is to be fetched again.</summary>
    public void GiveUp(int index)
    {
        lock (_lock)
        {
            _coming.Remove(index);
            _onDisk.Remove(index);
            Moved();
        }
    }

    /// <summary>
    /// Gives a block to be hashed from its buffer. Where no more buffers are to be kept it waits for the hash to move on: a hash that reads back is
    /// slower than the line, so that once one block is, all that follow would be. But not where that may last, see <see cref="MayLast"/>.
    /// </summary>
    /// <returns>False where the block is to be read back.</returns>
    public async Task<bool> OfferAsync(int index, HeldBlock block, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            int awaited;
            lock (_lock)
            {
                var isKept = buffers.TryKeep();
                if (isKept || index == _next)
                {
                    block.Share(isKept);
                    _offered[index] = block;
                    _arrived.Writer.TryWrite(index);
                    return true;
                }

                if (MayLast())
                    return false;
                awaited = _next;
                moved = _moved.Task;
            }

            try
            {
                await moved.WaitAsync(LongestOvertaking, clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                lock (_lock)
                    _overdue = Math.Max(_overdue, awaited);
            }
        }
    }

    /// <summary>A block is written, though perhaps not synced.</summary>
    public void Written(int index, ulong checksum)
    {
        lock (_lock)
            _onDisk[index] = checksum;
        _arrived.Writer.TryWrite(index);
    }

    /// <summary>Waits for a block, which is the next to be hashed.</summary>
    /// <returns>Its buffer, which the caller releases; null where it is to be read back, and then its checksum.</returns>
    public async Task<(HeldBlock? Block, ulong Checksum)> NextAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                ulong checksum = 0;
                _next = index;
                _phase = _offered.Remove(index, out var block) ? Phase.Hashes : _onDisk.TryGetValue(index, out checksum) ? Phase.ReadsBack : Phase.Waits;
                Moved();
                if (_phase != Phase.Waits)
                    return (block, checksum);
            }

            await _arrived.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Releases what was offered and not taken; for when all have ended.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            foreach (var block in _offered.Values)
                block.Release();
            _offered.Clear();
        }
    }

    /// <summary>
    /// Whether the hash is kept from moving on by more than its own work: it reads back what an earlier run left, which may be most of the file and
    /// must not keep the line idle; or it waits for a block that nobody fetches right now, and that may need this very buffer, or that hangs.
    /// </summary>
    private bool MayLast() => _phase switch
    {
        Phase.ReadsBack => _next <= _lastFound,
        Phase.Waits => !_coming.Contains(_next) || _overdue == _next,
        _ => false,
    };

    private void Moved()
    {
        _moved.SetResult();
        _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
