using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>
/// Brings content into a bundle's folder: in parallel ranges, resumable to the last whole block, checked against all that Azure tells of it.
/// What is whole waits beside the bundle until a manifest takes it in.
/// </summary>
internal sealed class ContentFetch(BundleFolder folder, BundleManifest? former, BlobClient blobs, ContentLinks links) : IDisposable
{
    private const int BlockSize = BlobClient.LargestRange;
    private const int RangesOfAFile = 4;
    private const int RangesAtOnce = 8;
    private const int LargestIcon = 2 * 1024 * 1024;
    private const int IconPathLength = 2000;

    private readonly SemaphoreSlim _ranges = new(RangesAtOnce, RangesAtOnce);
    private readonly ConcurrentDictionary<string, Lazy<Task<BundleFile>>> _fetched = new(StringComparer.Ordinal);

    private string WaitingFolder => Path.Combine(folder.UnfinishedPath, "whole");

    public void Dispose() => _ranges.Dispose();

    /// <summary>Content that is here already, in the bundle or beside it; null where it has to be fetched.</summary>
    public BundleFile? Find(ContentSource source)
    {
        var told = source.Told;
        if (told.Sha256 is { } sha256) return Here(new BundleFile(BundleFile.PathOf(sha256), sha256, told.Length, told.ContentMd5));
        // Real Azure tells no SHA-256; then the former manifest knows it again by length and MD5, or a note of this export by version.
        var known = told.ContentMd5 is null ? null : former?.Files.FirstOrDefault(file => file.ContentMd5 == told.ContentMd5 && file.Size == told.Length);
        if (known is not null && Here(known) is { } here) return here;
        return ReadNote(source) is { } noted ? Here(new BundleFile(BundleFile.PathOf(noted), noted, told.Length, told.ContentMd5)) : null;
    }

    /// <summary>Bytes of the content that still have to be fetched.</summary>
    public long BytesLeft(ContentSource source) => Find(source) is not null
        ? 0
        : Math.Max(0, source.Told.Length - ((long)(BlockJournal.Read(JournalOf(source), Subject(source))?.Count ?? 0) * BlockSize));

    /// <summary>Fetches content, unless it is here; once, however many items have it.</summary>
    /// <exception cref="CataloguedException">Azure refuses it (AZR6091), it is not what Azure says it is (AZR6081), or Azure cannot be reached.</exception>
    public Task<BundleFile> FetchAsync(ContentSource source, TransferMeter meter, CancellationToken cancellationToken) =>
        _fetched.GetOrAdd(source.Address, _ => new(() => FetchOnceAsync(source, meter, cancellationToken))).Value;

    /// <summary>Fetches a picture; null where it cannot be had: an item is no worse without.</summary>
    public async Task<BundleFile?> TryFetchIconAsync(string address, CancellationToken cancellationToken)
    {
        if (address.Length > IconPathLength || !Uri.TryCreate(address, UriKind.Absolute, out var icon) || icon.Scheme != Uri.UriSchemeHttps) return null;
        try
        {
            return await _fetched.GetOrAdd(address, _ => new(() => FetchIconAsync(icon, cancellationToken))).Value;
        }
        catch (Exception failure) when (failure is CataloguedException or BlobRefusedException)
        {
            return null;
        }
    }

    /// <summary>Moves whole content to where the manifest names it.</summary>
    public void TakeIn(BundleFile file)
    {
        var (from, to) = (WaitingPlace(file.Sha256), folder.PlaceOf(file.Path));
        if (File.Exists(to) || !File.Exists(from)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }

    private async Task<BundleFile> FetchOnceAsync(ContentSource source, TransferMeter meter, CancellationToken cancellationToken)
    {
        if (Find(source) is { } here) return here;
        var draft = Path.Combine(folder.UnfinishedPath, source.Key + ".part");
        for (var again = false; ; again = true)
        {
            await FetchBlocksAsync(source, draft, meter, cancellationToken);
            var (sha256, md5) = await ContentHash.BothAsync(draft, withMd5: source.Told.ContentMd5 is not null, _ => { }, cancellationToken);
            if (Difference(source.Told, sha256, md5) is not { } difference)
            {
                File.WriteAllText(NoteOf(source), $"{Subject(source)}\n{sha256}\n");
                Keep(draft, sha256);
                File.Delete(JournalOf(source));
                return new BundleFile(BundleFile.PathOf(sha256), sha256, source.Told.Length, source.Told.ContentMd5);
            }

            // Blocks of an earlier run may have been lost with the machine's power, so all of it is fetched once more.
            File.Delete(JournalOf(source));
            if (again) throw new CataloguedException(ErrorCatalogue.ContentNotAsPublished, $"{source.Address}: {difference}");
        }
    }

    private static string? Difference(BlobProperties told, string sha256, string? md5) =>
        told.Sha256 is not null && told.Sha256 != sha256 ? $"its SHA-256 is {sha256}, not {told.Sha256}."
        : told.ContentMd5 is not null && told.ContentMd5 != md5 ? $"its MD5 is {md5}, not {told.ContentMd5}."
        : null;

    private async Task FetchBlocksAsync(ContentSource source, string draft, TransferMeter meter, CancellationToken cancellationToken)
    {
        var length = source.Told.Length;
        using var handle = File.OpenHandle(draft, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        // A file that is not as long as the blob is not the one the journal tells of.
        if (RandomAccess.GetLength(handle) != length) File.Delete(JournalOf(source));
        RandomAccess.SetLength(handle, length);
        using var journal = BlockJournal.Open(JournalOf(source), Subject(source));
        var blocks = Enumerable.Range(0, (int)((length + BlockSize - 1) / BlockSize)).Where(block => !journal.IsDone(block)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = RangesOfAFile, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(blocks, options, async (block, cancellation) =>
        {
            var offset = (long)block * BlockSize;
            var count = (int)Math.Min(BlockSize, length - offset);
            await _ranges.WaitAsync(cancellation);
            try
            {
                var bytes = await links.UseAsync(source.Product, source.Address, link => blobs.GetRangeAsync(link, offset, count, source.Told.ETag, cancellation), cancellation);
                await RandomAccess.WriteAsync(handle, bytes, offset, cancellation);
            }
            finally
            {
                _ranges.Release();
            }

            journal.Add(block);
            meter.Add(count);
        });
        RandomAccess.FlushToDisk(handle);
    }

    private async Task<BundleFile> FetchIconAsync(Uri address, CancellationToken cancellationToken)
    {
        var bytes = await blobs.GetWholeAsync(address, cancellationToken);
        if (bytes.Length is 0 or > LargestIcon) throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"{address.GetLeftPart(UriPartial.Path)} is no picture of at most {LargestIcon >> 20} MiB.");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var file = new BundleFile(BundleFile.PathOf(sha256), sha256, bytes.Length);
        if (Here(file) is null)
        {
            // By its address: one picture of a publisher stands at many, and several may arrive at once.
            var draft = Path.Combine(folder.UnfinishedPath, ContentSource.KeyOf(address.AbsoluteUri) + ".icon");
            await File.WriteAllBytesAsync(draft, bytes, cancellationToken);
            Keep(draft, sha256);
        }

        return file;
    }

    private void Keep(string draft, string sha256)
    {
        Directory.CreateDirectory(WaitingFolder);
        File.Move(draft, WaitingPlace(sha256), overwrite: true);
    }

    private BundleFile? Here(BundleFile file) => IsThere(folder.PlaceOf(file.Path), file.Size) || IsThere(WaitingPlace(file.Sha256), file.Size) ? file : null;

    private static bool IsThere(string place, long size) => new FileInfo(place) is { Exists: true } file && file.Length == size;

    private string? ReadNote(ContentSource source)
    {
        var lines = File.Exists(NoteOf(source)) ? File.ReadAllLines(NoteOf(source)) : [];
        return lines.Length == 2 && lines[0] == Subject(source) && BundleFile.IsSha256(lines[1]) ? lines[1] : null;
    }

    private string WaitingPlace(string sha256) => Path.Combine(WaitingFolder, sha256);

    private string JournalOf(ContentSource source) => Path.Combine(folder.UnfinishedPath, source.Key + ".blocks");

    private string NoteOf(ContentSource source) => Path.Combine(folder.UnfinishedPath, source.Key + ".whole");

    /// <summary>Content of the same version, length and digests; blocks of another size do not count.</summary>
    private static string Subject(ContentSource source) => string.Create(
        CultureInfo.InvariantCulture, $"{source.Told.Length} {BlockSize} {source.Told.ETag} {source.Told.ContentMd5} {source.Told.Sha256}").ReplaceLineEndings(" ");
}
