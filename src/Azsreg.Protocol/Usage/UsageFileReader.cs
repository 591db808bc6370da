using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Azsreg.Protocol;

/// <summary>
/// Reads usage files, streaming and bounded. The seal comes last, so a caller reads a file twice: once to know that it is whole and whose it is, then to act on it.
/// </summary>
public static class UsageFileReader
{
    /// <summary>Reads a stamp's file: hash, running numbers and the chain of its batches are checked.</summary>
    /// <param name="gzip">The file. Left open.</param>
    /// <param name="onBatch">Takes each batch in turn; null only to check the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UsageFormatException">It cannot be read, is of another kind, or a part was altered or lost.</exception>
    public static Task<UsageFile> ReadBatchesAsync(
        Stream gzip, Func<UsageBatch, CancellationToken, Task>? onBatch = null, CancellationToken cancellationToken = default)
    {
        var texts = new RepeatedTexts();
        UsageBatchHeader? before = null;
        return ReadAsync(gzip, UsageFileKind.Batches, NextAsync, cancellationToken);

        async Task NextAsync(BoundedLines lines, UsageFileHeader file)
        {
            var header = await UsageBatchReader.ReadHeaderAsync(lines, cancellationToken).ConfigureAwait(false) ?? throw Missing();
            if (!header.CloudId.Equals(file.CloudId, StringComparison.OrdinalIgnoreCase))
                throw new UsageFormatException(UsageBatchFault.ForAnotherStamp, "A batch in it is of another stamp than the file.");
            if (before is not null && before.ActivationId == header.ActivationId && (header.Number != before.Number + 1 || header.Previous != before.Hash))
                throw new UsageFormatException(UsageBatchFault.Malformed, $"After batch {before.Number} of activation {before.ActivationId} comes one that does not follow it.");
            var batch = await UsageBatchReader.ReadRecordsAsync(lines, header, texts, cancellationToken).ConfigureAwait(false);
            before = header;
            if (onBatch is not null)
                await onBatch(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads commerce's acknowledgement.</summary>
    /// <param name="gzip">The file. Left open.</param>
    /// <param name="onAnswer">Takes each answer in turn; null only to check the file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UsageFormatException">It cannot be read, is of another kind, or a part was altered or lost.</exception>
    public static Task<UsageFile> ReadAcknowledgementAsync(
        Stream gzip, Func<UsageBatchAnswer, CancellationToken, Task>? onAnswer = null, CancellationToken cancellationToken = default)
    {
        return ReadAsync(gzip, UsageFileKind.Acknowledgement, NextAsync, cancellationToken);

        async Task NextAsync(BoundedLines lines, UsageFileHeader file)
        {
            var answer = await ReadLineAsync(lines, ProtocolJson.Tolerant.UsageBatchAnswer, cancellationToken).ConfigureAwait(false);
            if (onAnswer is not null)
                await onAnswer(answer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<UsageFile> ReadAsync(
        Stream gzip, UsageFileKind kind, Func<BoundedLines, UsageFileHeader, Task> next, CancellationToken cancellationToken)
    {
        await using var plain = new GZipStream(gzip, CompressionMode.Decompress, leaveOpen: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new BoundedLines(plain, UsageBatchLimits.MaxBytes, hash);
        var header = await ReadLineAsync(lines, ProtocolJson.Tolerant.UsageFileHeader, cancellationToken).ConfigureAwait(false);
        if (header.Kind != kind || header.Version != UsageFileHeader.CurrentVersion)
            throw new UsageFormatException(UsageBatchFault.Malformed, $"It is a file of {header.Kind}, version {header.Version}; wanted is {kind}, version {UsageFileHeader.CurrentVersion}.");
        if (header.Count is < 0 or > UsageBatchLimits.MaxBatchesOfFile || header.Number < 1 || string.IsNullOrEmpty(header.CloudId) || !UsageBatchReader.IsHash(header.Previous))
            throw new UsageFormatException(UsageBatchFault.Malformed, "Its first line is out of bounds.");
        for (var i = 0; i < header.Count; i++)
        {
            lines.Reset();
            await next(lines, header).ConfigureAwait(false);
        }

        var sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        lines.Reset();
        var seal = await ReadLineAsync(lines, ProtocolJson.Tolerant.UsageFileSeal, cancellationToken).ConfigureAwait(false);
        if (seal.Hash != sum)
            throw new UsageFormatException(UsageBatchFault.Malformed, "The hash does not fit the file: a part was altered or lost.");
        if (seal.Signature is null || seal.KeyId is null)
            throw new UsageFormatException(UsageBatchFault.Malformed, "It is not signed.");
        if (lines.TryNext(out _, out _) || await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
            throw new UsageFormatException(UsageBatchFault.Malformed, "Something follows the seal.");
        return new UsageFile(header, seal);
    }

    private static async ValueTask<T> ReadLineAsync<T>(BoundedLines lines, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        T? read;
        while (!TryRead(lines, type, out read))
        {
            if (!await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
                throw Missing();
        }

        return read!;
    }

    private static bool TryRead<T>(BoundedLines lines, JsonTypeInfo<T> type, out T? read)
        where T : class
    {
        read = null;
        if (!lines.TryNext(out var line, out _))
            return false;
        try
        {
            read = JsonSerializer.Deserialize(line, type) ?? throw new JsonException("null");
            return true;
        }
        catch (JsonException fault)
        {
            throw new UsageFormatException(UsageBatchFault.Malformed, $"A line is no {typeof(T).Name}.", fault);
        }
    }

    private static UsageFormatException Missing() => new(UsageBatchFault.Malformed, "It ends too early: a part is missing.");
}
