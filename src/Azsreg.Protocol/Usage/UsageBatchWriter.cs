using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>Collects records up to the bounds of a batch and writes it. One writer makes any number of batches, one after the other.</summary>
public sealed class UsageBatchWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly int _maxRecords;

    /// <summary>Makes a writer.</summary>
    /// <param name="maxRecords">The most records of a batch, 1 to 2,000.</param>
    public UsageBatchWriter(int maxRecords = UsageBatchLimits.MaxRecords)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRecords, UsageBatchLimits.MaxRecords);
        _maxRecords = maxRecords;
        _json = UsageRecordLine.Writer(_lines);
    }

    /// <summary>How many records it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a record; false where the batch is full and must be finished first.</summary>
    public bool TryAdd(UsageRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        // Whether the longest line there can be would still fit.
        if (Count == _maxRecords || _lines.WrittenCount > UsageBatchLimits.MaxBytes - UsageBatchLimits.MaxLineBytes - 1024)
            return false;
        UsageRecordLine.Write(_json, record);
        _lines.GetSpan(1)[0] = (byte)'\n';
        _lines.Advance(1);
        Count++;
        return true;
    }

    /// <summary>Writes the batch and empties the writer.</summary>
    /// <param name="cloudId">The stamp.</param>
    /// <param name="activationId">The activation: 1 to 64 letters, digits and dashes.</param>
    /// <param name="number">From 1, one more than the batch before.</param>
    /// <param name="previous">The hash of the batch before; <see cref="UsageBatchHeader.NoPrevious"/> for the first.</param>
    /// <returns>The header, and the gzip of the whole.</returns>
    public (UsageBatchHeader Header, byte[] Content) Finish(string cloudId, string activationId, long number, string previous)
    {
        using var hash = new UsageBatchHash(cloudId, activationId, number, Count, previous);
        hash.Append(_lines.WrittenSpan);
        var header = new UsageBatchHeader(UsageBatchHeader.CurrentVersion, cloudId, activationId, number, Count, previous, hash.Finish());
        var output = new MemoryStream();
        // Fastest: such lines shrink to a tenth at any level, and the stamp has better things to do.
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(JsonSerializer.SerializeToUtf8Bytes(header, ProtocolJson.Default.UsageBatchHeader));
            gzip.WriteByte((byte)'\n');
            gzip.Write(_lines.WrittenSpan);
        }

        _lines.ResetWrittenCount();
        Count = 0;
        return (header, output.ToArray());
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();
}
