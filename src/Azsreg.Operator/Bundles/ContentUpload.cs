using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>Brings a bundle's content to a stamp in blocks; those that are there from an earlier run are not sent again.</summary>
internal sealed class ContentUpload(BundleFolder folder, UploadOperations uploads) : IDisposable
{
    private const int BlockSize = UploadOperations.LargestBlock;
    private const int BlocksAtOnce = 4;

    private readonly SemaphoreSlim _blocks = new(BlocksAtOnce, BlocksAtOnce);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _sent = new(StringComparer.Ordinal);

    public void Dispose() => _blocks.Dispose();

    /// <summary>Uploads a file's content, unless it is there whole; once, however many items have it.</summary>
    /// <exception cref="CataloguedException">The stamp does not take it (AZR6087), or the file cannot be read (AZR6089).</exception>
    public Task SendAsync(BundleFile file, TransferMeter meter, CancellationToken cancellationToken) =>
        _sent.GetOrAdd(file.Sha256, _ => new(() => SendOnceAsync(file, meter, cancellationToken))).Value;

    private async Task SendOnceAsync(BundleFile file, TransferMeter meter, CancellationToken cancellationToken)
    {
        try
        {
            if (await uploads.IsWholeAsync(file.Sha256, cancellationToken)) return;
            var there = await uploads.ListBlocksAsync(file.Sha256, cancellationToken);
            try
            {
                await SendBlocksAsync(file, there, meter, cancellationToken);
            }
            catch (ArmException refused) when (there.Count > 0 && refused.StatusCode is 400 or 409 or 412)
            {
                // Blocks of an earlier run were of something else: all of it once more.
                await SendBlocksAsync(file, new Dictionary<string, long>(), meter, cancellationToken);
            }
        }
        catch (ArmException refused) when (refused.StatusCode is >= 400 and < 500 and not (401 or 403 or 408 or 429))
        {
            throw new CataloguedException(ErrorCatalogue.UploadRefused, $"{file.Path}: {refused.StatusCode} {refused.Error.Code}: {refused.Error.Message}", inner: refused);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw BundleFolder.NotWritten(folder.PlaceOf(file.Path), unreadable);
        }
    }

    private async Task SendBlocksAsync(BundleFile file, IReadOnlyDictionary<string, long> there, TransferMeter meter, CancellationToken cancellationToken)
    {
        using var handle = File.OpenHandle(folder.PlaceOf(file.Path), FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        var blocks = Enumerable.Range(0, (int)((file.Size + BlockSize - 1) / BlockSize)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = BlocksAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blocks, options, async (block, cancellation) =>
        {
            var offset = (long)block * BlockSize;
            var count = (int)Math.Min(BlockSize, file.Size - offset);
            var id = UploadOperations.BlockId(block);
            if (there.TryGetValue(id, out var size) && size == count) return;
            await _blocks.WaitAsync(cancellation);
            try
            {
                var bytes = new byte[count];
                if (await RandomAccess.ReadAsync(handle, bytes, offset, cancellation) != count) throw new EndOfStreamException("The file became shorter while it was read.");
                await uploads.PutBlockAsync(file.Sha256, id, bytes, cancellation);
            }
            finally
            {
                _blocks.Release();
            }

            meter.Add(count);
        });
        await uploads.CommitAsync(file.Sha256, blocks.Select(UploadOperations.BlockId), cancellationToken);
    }
}
