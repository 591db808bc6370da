using System.Buffers.Binary;
using System.Numerics;

namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>RFC 1320; NTLM hashes passwords with it and .NET has none.</summary>
internal static class Md4
{
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length + 9 + 63) / 64 * 64];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteInt64LittleEndian(padded.AsSpan(padded.Length - 8), data.Length * 8L);
        uint a = 0x67452301, b = 0xefcdab89, c = 0x98badcfe, d = 0x10325476;
        var x = new uint[16];
        for (var block = 0; block < padded.Length; block += 64)
        {
            for (var k = 0; k < 16; k++) x[k] = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(block + (k * 4)));
            var (aa, bb, cc, dd) = (a, b, c, d);
            for (var step = 0; step < 48; step++)
            {
                var round = step / 16;
                var (mix, constant) = round switch
                {
                    0 => ((b & c) | (~b & d), 0u),
                    1 => ((b & c) | (b & d) | (c & d), 0x5a827999u),
                    _ => (b ^ c ^ d, 0x6ed9eba1u),
                };
                var next = BitOperations.RotateLeft(a + mix + x[Order[round][step % 16]] + constant, Shifts[round][step % 4]);
                (a, b, c, d) = (d, next, b, c);
            }
            (a, b, c, d) = (a + aa, b + bb, c + cc, d + dd);
        }
        var hash = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(hash, a);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4), b);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(8), c);
        BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(12), d);
        return hash;
    }

    private static readonly int[][] Order =
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
        [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    ];

    private static readonly int[][] Shifts = [[3, 7, 11, 19], [3, 5, 9, 13], [3, 9, 11, 15]];
}
