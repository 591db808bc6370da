using System.Buffers.Binary;
using Azsreg.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Azsreg.Cloud.Blobs;

/// <summary>
/// Content that lies in the store whole. Its table of hashes: the MD5 of the whole, the MD5 of each block, the CRC-64 of each block; a table that was
/// written before there were CRCs ends without them.
/// </summary>
internal sealed class StoredBlob(string path, string hashesPath, BlobContent content)
{
    private const int Md5Size = 16;

    public BlobContent Content => content;

    /// <summary>Opens it; the caller disposes.</summary>
    public SafeFileHandle Open() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>The MD5 of the whole, as kept.</summary>
    public byte[] WholeMd5() => ReadMd5(0);

    /// <summary>The MD5 of a range where it is one of the blocks the hashes are kept of; null where it is not.</summary>
    public byte[]? BlockMd5(ByteRange range) => BlockOf(range) is { } block ? ReadMd5(1 + block) : null;

    /// <summary>The CRC-64 of a range where it is kept; null where it is not.</summary>
    public ulong? BlockCrc64(ByteRange range)
    {
        if (BlockOf(range) is not { } block)
            return null;
        Span<byte> checksum = stackalloc byte[BlobCrc64.Size];
        return Read(checksum, SizeOfMd5s(content.Length) + (block * BlobCrc64.Size)) ? BinaryPrimitives.ReadUInt64LittleEndian(checksum) : null;
    }

    /// <summary>Whether a kept table is the one of these hashes, or its former form without CRCs.</summary>
    public static bool IsTable(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> hashes, long length) =>
        kept.SequenceEqual(hashes) || kept.SequenceEqual(hashes[..(int)SizeOfMd5s(length)]);

    private static long SizeOfMd5s(long length) => (1 + ((length + BlobAccount.BlockSize - 1) / BlobAccount.BlockSize)) * Md5Size;

    private long? BlockOf(ByteRange range)
    {
        var (block, rest) = Math.DivRem(range.First, BlobAccount.BlockSize);
        var end = Math.Min(range.First + BlobAccount.BlockSize, content.Length) - 1;
        return rest == 0 && range.Last == end ? block : null;
    }

    private byte[] ReadMd5(long index)
    {
        var hash = new byte[Md5Size];
        return Read(hash, index * Md5Size) ? hash : throw new EndOfStreamException("A table of hashes is cut short.");
    }

    private bool Read(Span<byte> part, long at)
    {
        using var file = File.OpenHandle(hashesPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return RandomAccess.Read(file, part, at) == part.Length;
    }
}
