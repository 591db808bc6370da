using System.Security.Cryptography;
using System.Threading.Channels;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// Brings one blob into one file: blocks are fetched side by side and checked, then written where they belong and hashed in order, both from the
/// buffer they came in. Who waits for whom, and what is read back instead, is <see cref="HashOrder"/>'s. What is synced is recorded in the journal.
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
    private readonly Lock _lock = new();
    private readonly HashOrder _order = new(buffers, clock);
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
        await using var file = new BlockFile(path, blob.Length);
        Resume(journal);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var syncing = new CancellationTokenSource();
        var sync = EndOthersAsync(SyncAsync(file, journal, syncing.Token), ended);
        var hash = HashAsync(file, ended.Token);
        var hashing = EndOthersAsync(hash, ended);
        var workers = Enumerable.Range(0, Math.Min(options.RangesAtOnce, _count)).Select(_ => EndOthersAsync(FetchAsync(file, ended), ended)).ToArray();
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
            _order.Clear();
            await syncing.CancelAsync();
            await sync.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sync;
        return await hash;
    }

    private void Resume(BlockJournal journal)
    {
        foreach (var (index, checksum) in journal.Blocks)
            _order.Found(index, checksum);
        for (var index = 0; index < _count; index++)
        {
            if (!journal.Blocks.ContainsKey(index))
                _missing.Writer.TryWrite(index);
        }

        progress.Found(journal.Blocks.Keys.Sum(index => (long)Block.Length(index, blob.Length)));
    }

    private async Task FetchAsync(BlockFile file, CancellationTokenSource all)
    {
        var cancellationToken = all.Token;
        var former = Task.CompletedTask;
        try
        {
            await foreach (var index in _missing.Reader.ReadAllAsync(cancellationToken))
            {
                var (block, checksum) = await FetchBlockAsync(index, cancellationToken);
                // While the disk takes one block the next one comes.
                await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // One that fails ends all at once: this worker may have nothing left to fetch, and would wait for more.
                var current = EndOthersAsync(StoreAsync(file, index, block, checksum, cancellationToken), all);
                (var ended, former) = (former, current);
                await ended;
            }
        }
        finally
        {
            await former;
        }
    }

    /// <summary>Has the block written and hashed, and lets its buffer go when both are done with it.</summary>
    private async Task StoreAsync(BlockFile file, int index, HeldBlock block, ulong checksum, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = block.Buffer.Memory[..Block.Length(index, blob.Length)];
            if (!content.HasRoomForBlock())
                throw MarketplaceErrors.DiskFull();
            var write = file.WriteAsync(bytes, Block.Offset(index));
            try
            {
                await _order.OfferAsync(index, block, cancellationToken);
            }
            finally
            {
                await write;
            }

            reservation.Written(bytes.Length);
            progress.Fetched(bytes.Length);
            lock (_lock)
                _unsynced.Add((index, checksum));
            // Last: the hash may find at once that the block reads back wrong, and take it back.
            _order.Written(index, checksum);
        }
        finally
        {
            block.Release();
        }
    }

    private async Task<(HeldBlock Block, ulong Checksum)> FetchBlockAsync(int index, CancellationToken cancellationToken)
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
    private async Task<(HeldBlock Block, ulong Checksum)> FetchOnceAsync(Uri link, int index, BlockCheck check, CancellationToken cancellationToken)
    {
        var buffer = await buffers.RentAsync(cancellationToken);
        _order.Begin(index);
        try
        {
            var bytes = buffer.Memory[..Block.Length(index, blob.Length)];
            return (new HeldBlock(buffers, buffer), await blobs.ReadRangeAsync(link, blob, Block.Offset(index), bytes, check, cancellationToken));
        }
        catch
        {
            _order.GiveUp(index);
            buffers.Return(buffer);
            throw;
        }
    }

    private async Task<string?> HashAsync(BlockFile file, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Only where nothing better is told of the whole: it costs more than all the rest together.
        using var md5 = blob is { Sha256: null, ContentMd5: not null } ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
        var readBack = 0;
        for (var index = 0; index < _count;)
        {
            var (block, checksum) = await _order.NextAsync(index, cancellationToken);
            var length = Block.Length(index, blob.Length);
            if (block is not null)
            {
                sha256.AppendData(block.Buffer.Memory.Span[..length]);
                md5?.AppendData(block.Buffer.Memory.Span[..length]);
                block.Release();
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

    private async Task<bool> ReadBackAsync(
        BlockFile file, int index, int length, ulong checksum, IncrementalHash sha256, IncrementalHash? md5, CancellationToken cancellationToken)
    {
        var buffer = await buffers.RentForReadingBackAsync(cancellationToken);
        try
        {
            var bytes = buffer.Memory[..length];
            if (await file.ReadAsync(bytes, Block.Offset(index), cancellationToken) < length || BlobCrc64.Compute(bytes.Span) != checksum)
                return false;
            sha256.AppendData(bytes.Span);
            md5?.AppendData(bytes.Span);
            return true;
        }
        finally
        {
            buffers.ReturnReadBack(buffer);
        }
    }

    private void FetchAnew(int index, int length)
    {
        _order.GiveUp(index);
        lock (_lock)
            _unsynced.RemoveAll(block => block.Index == index);

        progress.Lost(length);
        _missing.Writer.TryWrite(index);
    }

    private async Task SyncAsync(BlockFile file, BlockJournal journal, CancellationToken stop)
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
            await file.FlushAsync();
            journal.Append(blocks);
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
