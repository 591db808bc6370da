namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>A fetched block's buffer, until all who use it are done.</summary>
internal sealed class HeldBlock(BlockBuffers buffers, BlockBuffer buffer)
{
    private int _users = 1;
    private bool _isKept;

    public BlockBuffer Buffer => buffer;

    /// <summary>One more uses it.</summary>
    /// <param name="isKept">Whether its range is over for the pool.</param>
    public void Share(bool isKept)
    {
        _isKept = isKept;
        Interlocked.Increment(ref _users);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        if (_isKept)
            buffers.ReturnKept(buffer);
        else
            buffers.Return(buffer);
    }
}
