using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Cloud.Marketplace.Packages;

/// <summary>
/// Pictures for products that bring none: a symmetrical pattern that follows from a name, in a colour that follows from another. PNG with one bit
/// a pixel (ISO/IEC 15948), its data in stored blocks (RFC 1950, 1951), so that the same name is the same file everywhere.
/// </summary>
internal static class PngPicture
{
    private const int Cells = 5;
    private const int LargestStoredBlock = 65535;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Draws it.</summary>
    /// <param name="size">In pixels.</param>
    /// <param name="pattern">What the pattern follows from.</param>
    /// <param name="colour">What the colour follows from.</param>
    public static byte[] Draw(IconSize size, string pattern, string colour)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], size.Height);
        header[8] = 1; // bits a pixel
        header[9] = 3; // by palette
        WriteChunk(png, "IHDR"u8, header);
        var hue = SHA256.HashData(Encoding.UTF8.GetBytes(colour));
        // Dark enough for white on it.
        WriteChunk(png, "PLTE"u8, [(byte)(hue[0] / 2), (byte)(hue[1] / 2), (byte)((hue[2] / 2) + 48), 255, 255, 255]);
        WriteChunk(png, "IDAT"u8, Stored(Rows(size, SHA256.HashData(Encoding.UTF8.GetBytes(pattern)))));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Width and height of a PNG; null where it is none.</summary>
    public static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> png) =>
        png.Length >= 33 && png.StartsWith(Signature) && png[12..16].SequenceEqual("IHDR"u8)
        && BinaryPrimitives.ReadUInt32BigEndian(png[29..]) == Crc32.Of(png[12..29])
            ? (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]))
            : null;

    private static byte[] Rows(IconSize size, byte[] seed)
    {
        var stride = 1 + ((size.Width + 7) / 8);
        var rows = new byte[stride * size.Height];
        var cell = Math.Max(1, size.Height * 7 / 10 / Cells);
        var left = (size.Width - (cell * Cells)) / 2;
        var top = (size.Height - (cell * Cells)) / 2;
        for (var y = 0; y < cell * Cells; y++)
        {
            for (var x = 0; x < cell * Cells; x++)
            {
                var column = x / cell;
                var mirrored = Math.Min(column, Cells - 1 - column);
                if ((seed[(y / cell * 3) + mirrored] & 1) != 0)
                    rows[(stride * (top + y)) + 1 + ((left + x) / 8)] |= (byte)(0x80 >> ((left + x) % 8));
            }
        }

        return rows;
    }

    private static byte[] Stored(ReadOnlySpan<byte> data)
    {
        using var zlib = new MemoryStream();
        zlib.Write([0x78, 0x01]);
        Span<byte> lengths = stackalloc byte[4];
        var adler = Adler32(data);
        do
        {
            var block = data[..Math.Min(data.Length, LargestStoredBlock)];
            data = data[block.Length..];
            zlib.WriteByte(data.IsEmpty ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(lengths, (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(lengths[2..], (ushort)~block.Length);
            zlib.Write(lengths);
            zlib.Write(block);
        }
        while (!data.IsEmpty);
        BinaryPrimitives.WriteUInt32BigEndian(lengths, adler);
        zlib.Write(lengths);
        return zlib.ToArray();
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint modulus = 65521;
        const int mostWithoutOverflow = 5552;
        uint a = 1, b = 0;
        while (!data.IsEmpty)
        {
            foreach (var value in data[..Math.Min(data.Length, mostWithoutOverflow)])
            {
                a += value;
                b += a;
            }

            data = data[Math.Min(data.Length, mostWithoutOverflow)..];
            a %= modulus;
            b %= modulus;
        }

        return (b << 16) | a;
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        byte[] body = [.. type, .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(body));
        png.Write(number);
    }
}
