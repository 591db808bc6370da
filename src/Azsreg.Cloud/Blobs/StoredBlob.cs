using Microsoft.Win32.SafeHandles;

namespace Azsreg.Cloud.Blobs;

/// <summary>Content that lies in the store whole.</summary>
internal sealed class StoredBlob(string path, string hashesPath, BlobContent content)
{
    private const int Md5Size = 16;

    public BlobContent Content => content;

    /// <summary>Opens it; the caller disposes.</summary>
    public SafeFileHandle Open() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>The MD5 of the whole, as kept.</summary>
    public byte[] WholeMd5() => ReadMd5(0);

    /// <summary>The MD5 of a range where it is one of the blocks the hashes are kept of; null where it is not.</summary>
    public byte[]? BlockMd5(ByteRange range)
    {
        var (block, rest) = Math.DivRem(range.First, BlobAccount.BlockSize);
        var end = Math.Min(range.First + BlobAccount.BlockSize, content.Length) - 1;
        return rest == 0 && range.Last == end ? ReadMd5(1 + block) : null;
    }

    private byte[] ReadMd5(long index)
    {
        using var file = File.OpenHandle(hashesPath, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var hash = new byte[Md5Size];
        return RandomAccess.Read(file, hash, index * Md5Size) == Md5Size ? hash : throw new EndOfStreamException("A table of MD5 hashes is cut short.");
    }
}
