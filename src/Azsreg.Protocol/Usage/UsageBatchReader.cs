using System.IO.Compression;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>Reads batches: streaming, within <see cref="UsageBatchLimits"/>, and with the hash checked.</summary>
public static class UsageBatchReader
{
    /// <summary>Reads one batch.</summary>
    /// <param name="gzip">The batch as it was sent. Left open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UsageFormatException">Nothing of it can be taken (<see cref="UsageBatchFault.Malformed"/>, <see cref="UsageBatchFault.TooLarge"/>).</exception>
    public static async Task<UsageBatch> ReadAsync(Stream gzip, CancellationToken cancellationToken = default)
    {
        await using var plain = new GZipStream(gzip, CompressionMode.Decompress, leaveOpen: true);
        var lines = new BoundedLines(plain, UsageBatchLimits.MaxBytes);
        var texts = new RepeatedTexts();
        var header = await ReadHeaderAsync(lines, cancellationToken).ConfigureAwait(false)
            ?? throw new UsageFormatException(UsageBatchFault.Malformed, "It is empty.");
        var batch = await ReadRecordsAsync(lines, header, texts, cancellationToken).ConfigureAwait(false);
        if (lines.TryNext(out _, out _) || await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new UsageFormatException(UsageBatchFault.Malformed, "More lines follow than the header counts.");
        return batch;
    }

    /// <summary>The next line as a header; null at the end.</summary>
    internal static async ValueTask<UsageBatchHeader?> ReadHeaderAsync(BoundedLines lines, CancellationToken cancellationToken)
    {
        UsageBatchHeader? header;
        while (!TryHeader(lines, out header))
        {
            if (!await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                return null;
        }

        return header;
    }

    /// <summary>The records the header counts; the hash must fit.</summary>
    internal static async ValueTask<UsageBatch> ReadRecordsAsync(
        BoundedLines lines, UsageBatchHeader header, RepeatedTexts texts, CancellationToken cancellationToken)
    {
        using var hash = new UsageBatchHash(header.CloudId, header.ActivationId, header.Number, header.Count, header.Previous);
        var records = new List<UsageRecord>(header.Count);
        var refused = new List<UsageRefusal>();
        while (!TryRecords(lines, header.Count, hash, texts, records, refused))
        {
            if (!await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                throw new UsageFormatException(UsageBatchFault.Malformed, "Fewer lines follow than the header counts.");
        }

        return hash.Finish() == header.Hash
            ? new UsageBatch(header, records, refused)
            : throw new UsageFormatException(UsageBatchFault.Malformed, "The hash does not fit the lines: a part was altered or lost.");
    }

    private static bool TryHeader(BoundedLines lines, out UsageBatchHeader? header)
    {
        header = null;
        if (!lines.TryNext(out var line, out _))
            return false;
        header = ReadHeader(line);
        return true;
    }

    private static bool TryRecords(
        BoundedLines lines, int count, UsageBatchHash hash, RepeatedTexts texts, List<UsageRecord> records, List<UsageRefusal> refused)
    {
        while (records.Count + refused.Count < count)
        {
            if (!lines.TryNext(out var line, out var whole))
                return false;
            hash.Append(whole);
            try
            {
                if (UsageRecordLine.Read(line, records.Count + refused.Count + 1, texts, out var record) is { } refusal)
                    refused.Add(refusal);
                else
                    records.Add(record!);
            }
            catch (JsonException fault)
            {
                throw new UsageFormatException(UsageBatchFault.Malformed, $"Record {records.Count + refused.Count + 1} is no JSON object.", fault);
            }
        }

        return true;
    }

    private static UsageBatchHeader ReadHeader(ReadOnlySpan<byte> line)
    {
        UsageBatchHeader header;
        try
        {
            header = JsonSerializer.Deserialize(line, ProtocolJson.Tolerant.UsageBatchHeader) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw new UsageFormatException(UsageBatchFault.Malformed, "The first line is no header.", fault);
        }

        if (header.Version != UsageBatchHeader.CurrentVersion)
            throw new UsageFormatException(UsageBatchFault.Malformed, $"Its version is {header.Version}; this program reads {UsageBatchHeader.CurrentVersion}.");
        if (header.Count is < 0 or > UsageBatchLimits.MaxRecords)
            throw new UsageFormatException(UsageBatchFault.TooLarge, $"A batch holds at most {UsageBatchLimits.MaxRecords} records.");
        if (header.Number < 1)
            throw new UsageFormatException(UsageBatchFault.Malformed, "Batches are numbered from 1.");
        if (!IsName(header.CloudId) || !IsName(header.ActivationId))
            throw new UsageFormatException(UsageBatchFault.Malformed, $"Cloud id and activation id are 1 to {UsageBatchLimits.MaxActivationIdLength} letters, digits and dashes.");
        if (!IsHash(header.Previous) || !IsHash(header.Hash))
            throw new UsageFormatException(UsageBatchFault.Malformed, "Hashes are 64 hex digits in lower case.");
        return header;
    }

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= UsageBatchLimits.MaxActivationIdLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    internal static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
