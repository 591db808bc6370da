using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Azsreg.Protocol;

/// <summary>Writes a usage file as it comes: memory does not grow with it.</summary>
public sealed class UsageFileWriter : IAsyncDisposable
{
    private readonly GZipStream _gzip;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly UsageFileHeader _header;
    private int _written;

    private UsageFileWriter(Stream output, UsageFileHeader header)
    {
        _gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        _header = header;
    }

    /// <summary>Starts a file.</summary>
    /// <param name="output">Where it goes. Left open.</param>
    /// <param name="header">Its first line; exactly <see cref="UsageFileHeader.Count"/> batches or answers must follow.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public static async Task<UsageFileWriter> StartAsync(Stream output, UsageFileHeader header, CancellationToken cancellationToken = default)
    {
        var writer = new UsageFileWriter(output, header);
        await writer.WriteAsync(header, ProtocolJson.Default.UsageFileHeader, cancellationToken).ConfigureAwait(false);
        return writer;
    }

    /// <summary>Adds a batch as <see cref="UsageBatchWriter.Finish"/> made it.</summary>
    /// <param name="content">The gzip of the batch.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task AddAsync(byte[] content, CancellationToken cancellationToken = default)
    {
        Expect(UsageFileKind.Batches);
        await using var plain = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await plain.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            await WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds an answer.</summary>
    public Task AddAsync(UsageBatchAnswer answer, CancellationToken cancellationToken = default)
    {
        Expect(UsageFileKind.Acknowledgement);
        return WriteAsync(answer, ProtocolJson.Default.UsageBatchAnswer, cancellationToken);
    }

    /// <summary>Seals the file; returns its hash, which the stamp's next file names.</summary>
    /// <param name="sign">Makes the seal of the hash.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task<string> FinishAsync(Func<string, UsageFileSeal> sign, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sign);
        if (_written != _header.Count)
            throw new InvalidOperationException($"The header says {_header.Count}, and {_written} were written.");
        var hash = Convert.ToHexStringLower(_hash.GetHashAndReset());
        await WriteAsync(sign(hash), ProtocolJson.Default.UsageFileSeal, cancellationToken).ConfigureAwait(false);
        await _gzip.FlushAsync(cancellationToken).ConfigureAwait(false);
        return hash;
    }

    /// <summary>Ends the compression.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gzip.DisposeAsync().ConfigureAwait(false);
        _hash.Dispose();
    }

    private void Expect(UsageFileKind kind)
    {
        if (_header.Kind != kind || _written == _header.Count)
            throw new InvalidOperationException("The header says otherwise.");
        _written++;
    }

    private async Task WriteAsync<T>(T line, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, type), (byte)'\n'];
        await WriteAsync(bytes.AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _hash.AppendData(bytes.Span);
        await _gzip.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}
