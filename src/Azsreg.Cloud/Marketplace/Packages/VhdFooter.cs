using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Cloud.Marketplace.Packages;

/// <summary>The last 512 bytes of a virtual hard disk of fixed size (Virtual Hard Disk Image Format Specification 1.0). Azure takes no other kind.</summary>
internal static class VhdFooter
{
    public const int Size = 512;

    private const long Alignment = 1024 * 1024;
    private const int SectorSize = 512;
    private const uint FixedDisk = 2;
    private const int ChecksumAt = 64;

    private static ReadOnlySpan<byte> Cookie => "conectix"u8;

    /// <summary>Makes the footer of a disk.</summary>
    /// <param name="diskSize">Bytes before the footer; whole MiB.</param>
    /// <param name="name">What its unique id follows from.</param>
    public static byte[] Make(long diskSize, string name)
    {
        var footer = new byte[Size];
        var span = footer.AsSpan();
        Cookie.CopyTo(span);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], 2); // features: the reserved bit, always set
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], 0x0001_0000); // format 1.0
        BinaryPrimitives.WriteUInt64BigEndian(span[16..], ulong.MaxValue); // a fixed disk has no dynamic header
        "azsr"u8.CopyTo(span[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(span[32..], 0x0001_0000);
        "Wi2k"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteInt64BigEndian(span[40..], diskSize);
        BinaryPrimitives.WriteInt64BigEndian(span[48..], diskSize);
        WriteGeometry(span[56..], diskSize);
        BinaryPrimitives.WriteUInt32BigEndian(span[60..], FixedDisk);
        SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16).CopyTo(span[68..]);
        BinaryPrimitives.WriteUInt32BigEndian(span[ChecksumAt..], Checksum(span));
        return footer;
    }

    /// <summary>What keeps a file from being a disk that Azure takes; null where nothing does.</summary>
    /// <param name="footer">Its last 512 bytes.</param>
    /// <param name="fileLength">Its length with them.</param>
    public static string? FindProblem(ReadOnlySpan<byte> footer, long fileLength)
    {
        if (footer.Length < Size || !footer.StartsWith(Cookie))
            return "is no virtual hard disk: its last 512 bytes do not begin with 'conectix'";
        if (BinaryPrimitives.ReadUInt32BigEndian(footer[ChecksumAt..]) != Checksum(footer))
            return "has a damaged footer: its checksum does not fit";
        if (BinaryPrimitives.ReadUInt32BigEndian(footer[60..]) != FixedDisk)
            return "is a dynamic or differencing disk; only disks of fixed size can be deployed";
        var size = BinaryPrimitives.ReadInt64BigEndian(footer[48..]);
        if (size != fileLength - Size)
            return $"tells a size of {size} bytes in its footer, but has {fileLength - Size} before it";
        return size > 0 && size % Alignment == 0 ? null : $"has {size} bytes; a disk is a whole number of MiB";
    }

    // Ones' complement of the sum of all bytes, the checksum's own left out.
    private static uint Checksum(ReadOnlySpan<byte> footer)
    {
        var sum = 0u;
        for (var at = 0; at < Size; at++)
        {
            if (at is < ChecksumAt or >= ChecksumAt + 4)
                sum += footer[at];
        }

        return ~sum;
    }

    // The specification's appendix, "CHS Calculation".
    private static void WriteGeometry(Span<byte> target, long diskSize)
    {
        var sectors = Math.Min(diskSize / SectorSize, 65535L * 16 * 255);
        long perTrack = 255, heads = 16, tracks = sectors / perTrack;
        if (sectors < 65535L * 16 * 63)
        {
            perTrack = 17;
            tracks = sectors / perTrack;
            heads = Math.Max(4, (tracks + 1023) / 1024);
            if (tracks >= heads * 1024 || heads > 16)
            {
                perTrack = 31;
                heads = 16;
                tracks = sectors / perTrack;
            }

            if (tracks >= heads * 1024)
            {
                perTrack = 63;
                heads = 16;
                tracks = sectors / perTrack;
            }
        }

        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)(tracks / heads));
        target[2] = (byte)heads;
        target[3] = (byte)perTrack;
    }
}
