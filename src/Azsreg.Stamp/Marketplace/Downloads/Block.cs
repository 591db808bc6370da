namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>Files are fetched, kept and verified in blocks of this size, the largest range Azure Storage gives a checksum for.</summary>
internal static class Block
{
    public const int Size = 4 * 1024 * 1024;

    public static int Count(long length) => checked((int)((length + Size - 1) / Size));

    public static long Offset(int index) => (long)index * Size;

    public static int Length(int index, long total) => (int)Math.Min(Size, total - Offset(index));
}
