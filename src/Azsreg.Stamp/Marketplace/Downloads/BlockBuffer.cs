using System.Runtime.InteropServices;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>Memory for one block, where the disk can take it from without a copy: it stays in its place and begins on a page.</summary>
internal sealed class BlockBuffer
{
    private const int Page = 4096;

    public BlockBuffer()
    {
        var array = GC.AllocateUninitializedArray<byte>(Block.Size + Page, pinned: true);
        var beyond = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % Page);
        Memory = array.AsMemory((Page - beyond) % Page, Block.Size);
    }

    public Memory<byte> Memory { get; }
}
