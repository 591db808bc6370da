using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Azsreg.Protocol;

/// <summary>
/// The CRC-64 of Azure Storage (<c>x-ms-content-crc64</c>): CRC-64/NVME, reflected polynomial 0x9A6C9329AC4BC9B5, all ones before and after. A block
/// of 4 MiB takes a fifth of a millisecond where MD5 takes six, so it is the check of choice where the server gives it.
/// </summary>
public static class BlobCrc64
{
    /// <summary>Bytes of the checksum.</summary>
    public const int Size = 8;

    private const ulong Polynomial = 0x9A6C9329AC4BC9B5;
    private const int Lanes = 8;
    private const int LaneSize = 16;

    private static readonly ulong[][] Tables = MakeTables();

    // What moves a lane ahead by all lanes at once, and by one lane. The product of two reflected numbers is shifted by one bit: hence one less.
    private static readonly Vector128<ulong> ByAll = Fold(Lanes * LaneSize * 8);
    private static readonly Vector128<ulong> ByOne = Fold(LaneSize * 8);

    /// <summary>The checksum of the bytes.</summary>
    public static ulong Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of what went before and of the bytes that follow it.</summary>
    /// <param name="checksum">That of what went before; 0 where nothing did.</param>
    /// <param name="data">What follows.</param>
    public static ulong Append(ulong checksum, ReadOnlySpan<byte> data)
    {
        var crc = ~checksum;
        if (Pclmulqdq.IsSupported && data.Length >= 2 * Lanes * LaneSize)
            crc = FoldBlocks(crc, ref data);
        return ~Update(crc, data);
    }

    /// <summary>The checksum as the header carries it: base64 of its bytes, the lowest first.</summary>
    public static string ToBase64(ulong checksum)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, checksum);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads the header's text; false where it is no checksum.</summary>
    public static bool TryParse(string? text, out ulong checksum)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isOne = text is { Length: 12 } && Convert.TryFromBase64String(text, bytes, out var written) && written == Size;
        checksum = isOne ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return isOne;
    }

    private static ulong FoldBlocks(ulong crc, ref ReadOnlySpan<byte> data)
    {
        Span<Vector128<ulong>> lanes = stackalloc Vector128<ulong>[Lanes];
        for (var i = 0; i < Lanes; i++)
            lanes[i] = Load(data, i);
        lanes[0] ^= Vector128.Create(crc, 0ul);
        data = data[(Lanes * LaneSize)..];
        var (l0, l1, l2, l3, l4, l5, l6, l7) = (lanes[0], lanes[1], lanes[2], lanes[3], lanes[4], lanes[5], lanes[6], lanes[7]);
        var by = ByAll;
        for (; data.Length >= Lanes * LaneSize; data = data[(Lanes * LaneSize)..])
        {
            l0 = Ahead(l0, by) ^ Load(data, 0);
            l1 = Ahead(l1, by) ^ Load(data, 1);
            l2 = Ahead(l2, by) ^ Load(data, 2);
            l3 = Ahead(l3, by) ^ Load(data, 3);
            l4 = Ahead(l4, by) ^ Load(data, 4);
            l5 = Ahead(l5, by) ^ Load(data, 5);
            l6 = Ahead(l6, by) ^ Load(data, 6);
            l7 = Ahead(l7, by) ^ Load(data, 7);
        }

        var one = ByOne;
        var rest = Ahead(l0, one) ^ l1;
        rest = Ahead(rest, one) ^ l2;
        rest = Ahead(rest, one) ^ l3;
        rest = Ahead(rest, one) ^ l4;
        rest = Ahead(rest, one) ^ l5;
        rest = Ahead(rest, one) ^ l6;
        rest = Ahead(rest, one) ^ l7;

        // What is left has the same remainder as all that went before it.
        Span<byte> last = stackalloc byte[LaneSize];
        rest.AsByte().CopyTo(last);
        return Update(0, last);
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> data, int lane) => Vector128.Create(data.Slice(lane * LaneSize, LaneSize)).AsUInt64();

    private static Vector128<ulong> Ahead(Vector128<ulong> lane, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(lane, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, by, 0x11);

    /// <summary>Eight bytes a step by eight tables; what machines without carry-less multiplication use throughout.</summary>
    internal static ulong Update(ulong crc, ReadOnlySpan<byte> data)
    {
        var tables = Tables;
        for (; data.Length >= 8; data = data[8..])
        {
            var word = crc ^ BinaryPrimitives.ReadUInt64LittleEndian(data);
            crc = tables[7][(byte)word] ^ tables[6][(byte)(word >> 8)] ^ tables[5][(byte)(word >> 16)] ^ tables[4][(byte)(word >> 24)]
                ^ tables[3][(byte)(word >> 32)] ^ tables[2][(byte)(word >> 40)] ^ tables[1][(byte)(word >> 48)] ^ tables[0][(byte)(word >> 56)];
        }

        foreach (var one in data)
            crc = tables[0][(byte)(crc ^ one)] ^ (crc >> 8);
        return crc;
    }

    private static ulong[][] MakeTables()
    {
        var tables = new ulong[8][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(i => TimesX((ulong)i, 8))];
        for (var t = 1; t < tables.Length; t++)
            tables[t] = [.. tables[t - 1].Select(former => tables[0][(byte)former] ^ (former >> 8))];
        return tables;
    }

    private static Vector128<ulong> Fold(int bits) => Vector128.Create(PowerOfX(bits + 63), PowerOfX(bits - 1));

    /// <summary>x to a power, modulo the polynomial; reflected, so that 1 is the highest bit.</summary>
    private static ulong PowerOfX(int exponent) => TimesX(1ul << 63, exponent);

    private static ulong TimesX(ulong value, int times)
    {
        for (; times > 0; times--)
            value = (value >> 1) ^ ((value & 1) * Polynomial);
        return value;
    }
}
