using System.Buffers.Binary;
using System.Text;

namespace Azsreg.Cloud.Marketplace.Packages;

/// <summary>
/// A zip archive without compression (APPNOTE 4.3): its bytes, and so its length, follow from its entries alone on every machine. A deflater's
/// output differs between processors and versions, and a catalogue must tell a download's length before anything is made.
/// </summary>
internal static class StoredZip
{
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;
    private const int End = 22;
    private const ushort Utf8Names = 0x0800;

    // 1980-01-01, the format's first day: the time of making would make each making another file.
    private const ushort Date = 0x0021;

    public static long LengthOf(IReadOnlyList<(string Name, byte[] Content)> entries) =>
        End + entries.Sum(entry => (long)LocalHeader + CentralHeader + (2 * Encoding.UTF8.GetByteCount(entry.Name)) + entry.Content.Length);

    public static byte[] Write(IReadOnlyList<(string Name, byte[] Content)> entries)
    {
        using var zip = new MemoryStream((int)LengthOf(entries));
        using var directory = new MemoryStream();
        Span<byte> common = stackalloc byte[26];
        Span<byte> more = stackalloc byte[14];
        foreach (var (name, content) in entries)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            var at = (uint)zip.Length;
            common.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(common, 10);
            BinaryPrimitives.WriteUInt16LittleEndian(common[2..], Utf8Names);
            BinaryPrimitives.WriteUInt16LittleEndian(common[8..], Date);
            BinaryPrimitives.WriteUInt32LittleEndian(common[10..], Crc32.Of(content));
            BinaryPrimitives.WriteInt32LittleEndian(common[14..], content.Length);
            BinaryPrimitives.WriteInt32LittleEndian(common[18..], content.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(common[22..], (ushort)utf8.Length);
            zip.Write("PK\u0003\u0004"u8);
            zip.Write(common);
            zip.Write(utf8);
            zip.Write(content);
            more.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(more[10..], at);
            directory.Write("PK\u0001\u0002"u8);
            directory.Write([10, 0]); // made by: version 1.0
            directory.Write(common);
            directory.Write(more);
            directory.Write(utf8);
        }

        Span<byte> end = stackalloc byte[End];
        end.Clear();
        "PK\u0005\u0006"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)zip.Length);
        directory.WriteTo(zip);
        zip.Write(end);
        return zip.ToArray();
    }
}
