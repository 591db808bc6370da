using System.Security.Cryptography;
using System.Threading.Channels;
using Azsreg.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// Brings one blob into one file: blocks are fetched side by side, checked, written where they belong, and hashed in order behind that. A block
/// that waits for one before it keeps its buffer while there are some; else it is read back. What is synced is recorded in the journal.
/// </summary>
internal sealed class FileTransfer(
    BlobClient blobs, PatientBlob patient, BlobDescription blob, string path, BlockBuffers buffers, ContentStore content, ContentStore.Reservation reservation,
    DownloadProgress progress, MarketplaceOptions options, TimeProvider clock)
{
    private const int MostReadBack = 5;

    // A sync a block costs a fast line a third of its speed; what a kill loses is what came in this time.
    private static readonly TimeSpan BetweenSyncs = TimeSpan.FromMilliseconds(500);

    private readonly int _count = Block.Count(blob.Length);
    private readonly Channel<int> _missing = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _arrived = Channel.CreateUnbounded<int>();
    private readonly Lock _lock = new();
    private readonly Dictionary<int, byte[]> _kept = [];
    private readonly Dictionary<int, ulong> _onDisk = [];
    private List<(int Index, ulong Checksum)> _unsynced = [];
    private int _check = (int)BlockCheck.Crc64;

    /// <summary>Brings the file; it is then whole, hashed and on the disk.</summary>
    /// <returns>Its SHA-256, in lower-case hex; null where the hash is not the one the service tells.</returns>
    /// <exception cref="ArmException">It cannot be brought; what came is kept for the next try.</exception>
    /// <exception cref="BlobException"><see cref="BlobFault.Changed"/>: it is another blob by now.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return await Task.Run(() => BringAsync(cancellationToken), cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw MarketplaceErrors.OfFile(failed);
        }
    }

    /// <summary>Where a file's journal lies.</summary>
    public static string JournalOf(string path) => path + ".journal";

    private async Task<string?> BringAsync(CancellationToken cancellationToken)
    {
        using var journal = BlockJournal.Open(JournalOf(path), blob);
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
        RandomAccess.SetLength(file, blob.Length);
        Resume(journal);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var syncing = new CancellationTokenSource();
        var sync = EndOthersAsync(SyncAsync(file, journal, syncing.Token), ended);
        var hash = HashAsync(file, ended.Token);
        var hashing = EndOthersAsync(hash, ended);
        var workers = Enumerable.Range(0, Math.Min(options.RangesAtOnce, _count)).Select(_ => EndOthersAsync(FetchAsync(file, ended.Token), ended)).ToArray();
        try
        {
            await Task.WhenAll([hashing, .. workers]);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            // The first to fail ended the others; theirs are cancellations that tell nothing.
            if (workers.Prepend(hashing).Prepend(sync).FirstOrDefault(task => task.IsFaulted) is { } failed)
                await failed;
            throw;
        }
        finally
        {
            GiveBackKept();
            await syncing.CancelAsync();
            await sync.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sync;
        return await hash;
    }

    private void Resume(BlockJournal journal)
    {
        foreach (var (index, checksum) in journal.Blocks)
            _onDisk[index] = checksum;
        for (var index = 0; index < _count; index++)
        {
            if (!_onDisk.ContainsKey(index))
                _missing.Writer.TryWrite(index);
        }

        progress.Found(_onDisk.Keys.Sum(index => (long)Block.Length(index, blob.Length)));
    }

    private async Task FetchAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        await foreach (var index in _missing.Reader.ReadAllAsync(cancellationToken))
        {
            var buffer = await FetchBlockAsync(index, cancellationToken);
            var handedOver = false;
            try
            {
                var bytes = buffer.AsMemory(0, Block.Length(index, blob.Length));
                if (!content.HasRoomForBlock())
                    throw MarketplaceErrors.DiskFull();
                await RandomAccess.WriteAsync(file, bytes, Block.Offset(index), cancellationToken);
                var checksum = BlobCrc64.Compute(bytes.Span);
                reservation.Written(bytes.Length);
                progress.Fetched(bytes.Length);
                lock (_lock)
                {
                    _onDisk[index] = checksum;
                    _unsynced.Add((index, checksum));
                    if (buffers.TryKeep())
                    {
                        _kept[index] = buffer;
                        handedOver = true;
                    }
                }
            }
            finally
            {
                if (!handedOver)
                    buffers.Return(buffer);
            }

            _arrived.Writer.TryWrite(index);
        }
    }

    private async Task<byte[]> FetchBlockAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            var check = (BlockCheck)Volatile.Read(ref _check);
            try
            {
                return await patient.TryAsync(link => FetchOnceAsync(link, index, check, cancellationToken), cancellationToken);
            }
            catch (BlobException failed) when (failed.Fault == BlobFault.NoSuchCheck && check != BlockCheck.None)
            {
                Interlocked.CompareExchange(ref _check, (int)check + 1, (int)check);
            }
        }
    }

    /// <summary>The buffer, and with it the right to a range, is held while a connection is in use, never while waiting for another try.</summary>
    private async Task<byte[]> FetchOnceAsync(Uri link, int index, BlockCheck check, CancellationToken cancellationToken)
    {
        var buffer = await buffers.RentAsync(cancellationToken);
        try
        {
            await blobs.ReadRangeAsync(link, blob, Block.Offset(index), buffer.AsMemory(0, Block.Length(index, blob.Length)), check, cancellationToken);
            return buffer;
        }
        catch
        {
            buffers.Return(buffer);
            throw;
        }
    }

    private async Task<string?> HashAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Only where nothing better is told of the whole: it costs more than all the rest together.
        using var md5 = blob is { Sha256: null, ContentMd5: not null } ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        var readBack = 0;
        for (var index = 0; index < _count;)
        {
            var (buffer, checksum) = await NextAsync(index, cancellationToken);
            var length = Block.Length(index, blob.Length);
            if (buffer is not null)
            {
                sha256.AppendData(buffer.AsSpan(0, length));
                md5?.AppendData(buffer.AsSpan(0, length));
                buffers.ReturnKept(buffer);
                index++;
                continue;
            }

            if (await ReadBackAsync(file, index, length, checksum, sha256, md5, cancellationToken))
            {
                index++;
                continue;
            }

            if (++readBack > MostReadBack)
                throw MarketplaceErrors.FolderUnusable(new IOException($"block {index} of '{Path.GetFileName(path)}' reads back other than it was written"));
            FetchAnew(index, length);
        }

        _missing.Writer.Complete();
        var hash = Convert.ToHexStringLower(sha256.GetHashAndReset());
        var isRight = blob.Sha256 is { } told ? told == hash : md5 is null || Convert.ToBase64String(md5.GetHashAndReset()) == blob.ContentMd5;
        return isRight ? hash : null;
    }

    /// <summary>Waits for a block; with its buffer where that was kept.</summary>
    private async Task<(byte[]? Buffer, ulong Checksum)> NextAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_onDisk.TryGetValue(index, out var checksum))
                    return (_kept.Remove(index, out var buffer) ? buffer : null, checksum);
            }

            await _arrived.Reader.ReadAsync(cancellationToken);
        }
    }

    private async Task<bool> ReadBackAsync(
        SafeFileHandle file, int index, int length, ulong checksum, IncrementalHash sha256, IncrementalHash? md5, CancellationToken cancellationToken)
    {
        var buffer = await buffers.RentAsync(cancellationToken);
        try
        {
            var bytes = buffer.AsMemory(0, length);
            var filled = 0;
            for (int read; filled < length && (read = await RandomAccess.ReadAsync(file, bytes[filled..], Block.Offset(index) + filled, cancellationToken)) > 0;)
                filled += read;
            if (filled < length || BlobCrc64.Compute(bytes.Span) != checksum)
                return false;
            sha256.AppendData(bytes.Span);
            md5?.AppendData(bytes.Span);
            return true;
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    private void FetchAnew(int index, int length)
    {
        lock (_lock)
        {
            _onDisk.Remove(index);
            _unsynced.RemoveAll(block => block.Index == index);
        }

        progress.Lost(length);
        _missing.Writer.TryWrite(index);
    }

    private async Task SyncAsync(SafeFileHandle file, BlockJournal journal, CancellationToken stop)
    {
        for (var isLast = false; !isLast;)
        {
            await Task.Delay(BetweenSyncs, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Looked at before the blocks are: what comes while they are synced needs another round.
            isLast = stop.IsCancellationRequested;
            List<(int Index, ulong Checksum)> blocks;
            lock (_lock)
            {
                blocks = _unsynced;
                _unsynced = [];
            }

            if (blocks.Count == 0)
                continue;
            RandomAccess.FlushToDisk(file);
            journal.Append(blocks);
        }
    }

    private void GiveBackKept()
    {
        lock (_lock)
        {
            foreach (var buffer in _kept.Values)
                buffers.ReturnKept(buffer);
            _kept.Clear();
        }
    }

    private static async Task EndOthersAsync(Task task, CancellationTokenSource others)
    {
        try
        {
            await task;
        }
        catch
        {
            await others.CancelAsync();
            throw;
        }
    }
}
