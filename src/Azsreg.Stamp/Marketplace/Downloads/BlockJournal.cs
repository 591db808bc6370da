using System.Buffers.Binary;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// Which blocks of a file lie verified on the disk. A line tells which blob it is, then a record a block: its index, its checksum and a check of
/// the record itself, so that one torn by a kill or a full disk counts as not written. A block is recorded after it is synced, never before.
/// </summary>
internal sealed class BlockJournal : IDisposable
{
    private const int Form = 1;
    private const int RecordSize = 16;
    private const int LongestHead = 4096;

    private readonly FileStream _file;

    private BlockJournal(FileStream file, Dictionary<int, ulong> blocks) => (_file, Blocks) = (file, blocks);

    /// <summary>The recorded blocks and their checksums, as they were when the journal was opened.</summary>
    public IReadOnlyDictionary<int, ulong> Blocks { get; }

    /// <summary>Opens the journal of a blob; of another blob, or unreadable, it is begun anew.</summary>
    public static BlockJournal Open(string path, BlobDescription blob)
    {
        var head = new Head(Form, blob.ETag, blob.Length, blob.Sha256);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            if (Read(file, head) is { } blocks)
                return new BlockJournal(file, blocks);
            file.SetLength(0);
            file.Write([.. JsonSerializer.SerializeToUtf8Bytes(head), (byte)'\n']);
            file.Flush(flushToDisk: true);
            return new BlockJournal(file, []);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes that a journal says are there, without opening it for writing.</summary>
    public static long BytesDone(string path, BlobDescription blob)
    {
        if (!File.Exists(path))
            return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        return Read(file, new Head(Form, blob.ETag, blob.Length, blob.Sha256)) is { } blocks ? blocks.Keys.Sum(index => (long)Block.Length(index, blob.Length)) : 0;
    }

    /// <summary>Records blocks that are on the disk.</summary>
    public void Append(IReadOnlyCollection<(int Index, ulong Checksum)> blocks)
    {
        var records = new byte[blocks.Count * RecordSize];
        var at = records.AsSpan();
        foreach (var (index, checksum) in blocks)
        {
            BinaryPrimitives.WriteInt32LittleEndian(at, index);
            BinaryPrimitives.WriteUInt64LittleEndian(at[4..], checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(at[12..], Guard(at[..12]));
            at = at[RecordSize..];
        }

        _file.Write(records);
    }

    public void Dispose() => _file.Dispose();

    private static Dictionary<int, ulong>? Read(FileStream file, Head expected)
    {
        var count = Block.Count(expected.Length);
        // A block can be recorded again after a reading error; more than a few times over is no journal.
        if (file.Length > LongestHead + ((long)count * RecordSize * 8))
            return null;
        var content = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(content);
        var end = content.AsSpan(0, Math.Min(content.Length, LongestHead)).IndexOf((byte)'\n');
        if (end < 0 || !IsHead(content.AsSpan(0, end), expected))
            return null;
        var blocks = new Dictionary<int, ulong>();
        var at = end + 1;
        for (; at + RecordSize <= content.Length; at += RecordSize)
        {
            var record = content.AsSpan(at, RecordSize);
            var index = BinaryPrimitives.ReadInt32LittleEndian(record);
            if (index < 0 || index >= count || BinaryPrimitives.ReadUInt32LittleEndian(record[12..]) != Guard(record[..12]))
                break;
            blocks[index] = BinaryPrimitives.ReadUInt64LittleEndian(record[4..]);
        }

        if (file.CanWrite)
        {
            // What follows a torn record was never promised to anybody.
            file.SetLength(at);
            file.Position = at;
        }

        return blocks;
    }

    private static bool IsHead(ReadOnlySpan<byte> line, Head expected)
    {
        try
        {
            return JsonSerializer.Deserialize<Head>(line) == expected;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static uint Guard(ReadOnlySpan<byte> record) => (uint)BlobCrc64.Compute(record);

    private sealed record Head(int Form, string ETag, long Length, string? Sha256);
}
