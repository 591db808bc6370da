using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Bridge;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>Brings the files of one item: asks Azure what it consists of, sees whether there is room, fetches what is not on the stamp yet.</summary>
internal sealed partial class ItemDownload(
    MarketplaceGate gate,
    MarketplaceAzure azure,
    BridgeConnections connections,
    ContentStore content,
    BlockBuffers buffers,
    BandwidthLimit bandwidth,
    MarketplaceOptions options,
    TimeProvider clock,
    ILogger<ItemDownload> logger)
{
    private const int MostReplacements = 5;
    private const int MostMismatches = 2;
    private const int TriesForIcon = 3;

    // The spread of waits needs no secrecy; one source for all downloads.
    private readonly Random _jitter = Random.Shared;

    /// <summary>Brings all files.</summary>
    /// <param name="product">The product as the catalogue lists it.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends it; what came is kept.</param>
    /// <returns>The files, pinned until the caller has named them in the store.</returns>
    /// <exception cref="ArmException">It cannot be brought, and the error says why.</exception>
    public async Task<BroughtItem> BringAsync(Product product, DownloadProgress progress, CancellationToken cancellationToken)
    {
        var name = ProductName.Of(product);
        var brought = new BroughtItem();
        try
        {
            progress.Phase = DownloadPhase.Preparing;
            using var links = new ItemLinks(cancellation => AskAsync(name, cancellation));
            brought.Details = ProductParts.WithLinks(await DetailsAsync(links, cancellationToken), (part, _) => part);
            var activation = await gate.RequireAsync(StampCaller.Stamp, StampActions.ReadProducts, cancellationToken);
            var blobs = new BlobClient(connections.OpenBlobs(connections.Find(activation.Environment)), bandwidth, options, clock);
            var parts = await DescribeAsync(links, brought.Details, blobs, cancellationToken);
            progress.BytesTotal = parts.Sum(part => part.Blob.Length);
            using var reservation = content.Reserve(parts.Sum(part => Missing(name, part)));
            progress.Phase = DownloadPhase.Downloading;
            foreach (var part in parts)
                brought.Files[part.Name] = await BringPartAsync(name, part, blobs, reservation, brought, progress, cancellationToken);
            await BringIconsAsync(product, blobs, brought, cancellationToken);
            return brought;
        }
        catch
        {
            brought.Dispose();
            throw;
        }
    }

    private async Task<ExtendedProduct> AskAsync(string name, CancellationToken cancellationToken)
    {
        // Asked of the activation of now: the stamp may have been registered anew since the download began.
        var activation = await gate.RequireAsync(StampCaller.Stamp, StampActions.ReadProducts, cancellationToken);
        return await azure.ReadDetailsAsync(activation, name, cancellationToken);
    }

    private async Task<ExtendedProduct> DetailsAsync(ItemLinks links, CancellationToken cancellationToken)
    {
        var patience = new Patience(options, clock, _jitter);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await links.ReadAsync(cancellationToken);
            }
            catch (ArmException unreached) when (unreached.Error.Code == MarketplaceErrors.NotReachedCode)
            {
                await patience.WaitAsync(tries, null, unreached.Error.Message, unreached, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<Part>> DescribeAsync(ItemLinks links, ExtendedProduct details, BlobClient blobs, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        ProductParts.WithLinks(details, (part, link) =>
        {
            names.Add(part);
            return link;
        });
        var parts = new List<Part>();
        foreach (var name in names)
        {
            var patient = new PatientBlob(links, name, options, clock, _jitter);
            parts.Add(new Part(name, patient, await patient.TryAsync(link => blobs.DescribeAsync(link, cancellationToken), cancellationToken)));
        }

        return parts;
    }

    private long Missing(string item, Part part) =>
        part.Blob.Sha256 is { } sha256 && content.LengthOf(sha256) == part.Blob.Length
            ? 0
            : part.Blob.Length - BlockJournal.BytesDone(FileTransfer.JournalOf(PathOf(item, part.Name)), part.Blob);

    private async Task<StoredFile> BringPartAsync(
        string item, Part part, BlobClient blobs, ContentStore.Reservation reservation, BroughtItem brought, DownloadProgress progress, CancellationToken cancellationToken)
    {
        var path = PathOf(item, part.Name);
        var (blob, replacements, mismatches) = (part.Blob, 0, 0);
        while (true)
        {
            // Two items with one content: the second waits for the first, and finds it there.
            using var held = await content.LockAsync(blob.Sha256 ?? path, cancellationToken);
            if (blob.Sha256 is { } told)
            {
                brought.Pin(content.Pin(told));
                if (content.LengthOf(told) == blob.Length)
                {
                    progress.Found(blob.Length);
                    return new StoredFile(told, blob.Length);
                }
            }

            var before = progress.BytesDone;
            try
            {
                var transfer = new FileTransfer(blobs, part.Patient, blob, path, buffers, content, reservation, progress, options, clock);
                if (await transfer.RunAsync(cancellationToken) is { } sha256)
                {
                    brought.Pin(content.Pin(sha256));
                    content.Adopt(path, sha256);
                    File.Delete(FileTransfer.JournalOf(path));
                    return new StoredFile(sha256, blob.Length);
                }

                LogMismatch(item, part.Name);
                if (++mismatches >= MostMismatches)
                    throw MarketplaceErrors.ContentCorrupted(part.Name);
                File.Delete(FileTransfer.JournalOf(path));
            }
            catch (BlobException changed) when (changed.Fault == BlobFault.Changed)
            {
                LogReplaced(item, part.Name);
                if (++replacements >= MostReplacements)
                    throw MarketplaceErrors.KeepsChanging(part.Name, replacements);
                var former = blob;
                blob = await part.Patient.TryAsync(link => blobs.DescribeAsync(link, cancellationToken), cancellationToken);
                progress.BytesTotal += blob.Length - former.Length;
            }

            progress.Lost(progress.BytesDone - before);
        }
    }

    /// <summary>Pictures are no part of the content: an item without one is still whole.</summary>
    private async Task BringIconsAsync(Product product, BlobClient blobs, BroughtItem brought, CancellationToken cancellationToken)
    {
        var icons = new Dictionary<string, string>();
        ProductParts.WithIcons(product.Properties.IconUris, (part, uri) => icons[part] = uri);
        foreach (var (part, uri) in icons)
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var link) || link.Scheme != Uri.UriSchemeHttps)
                continue;
            for (var tries = 1; tries <= TriesForIcon; tries++)
            {
                try
                {
                    var picture = await blobs.ReadSmallAsync(link, cancellationToken);
                    var sha256 = Convert.ToHexStringLower(SHA256.HashData(picture));
                    brought.Pin(content.Pin(sha256));
                    content.Put(picture, sha256);
                    brought.Files[part] = new StoredFile(sha256, picture.Length);
                    break;
                }
                catch (BlobException failed)
                {
                    LogNoIcon(failed, ProductName.Of(product), part);
                    if (failed.Fault is not (BlobFault.Busy or BlobFault.Broken) || tries == TriesForIcon)
                        break;
                    await Task.Delay(options.FirstWait, clock, cancellationToken);
                }
                catch (IOException failed)
                {
                    throw MarketplaceErrors.OfFile(failed);
                }
            }
        }
    }

    private string PathOf(string item, string part) =>
        Path.Combine(content.PartialFolder(item), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(part)).AsSpan(0, 8)));

    [LoggerMessage(EventId = 4310, Level = LogLevel.Warning, Message = "{Item}: the hash of {Part} is not the one Azure tells; it is fetched anew")]
    private partial void LogMismatch(string item, string part);

    [LoggerMessage(EventId = 4311, Level = LogLevel.Information, Message = "{Item}: {Part} was replaced in Azure; it is fetched anew")]
    private partial void LogReplaced(string item, string part);

    [LoggerMessage(EventId = 4312, Level = LogLevel.Warning, Message = "{Item}: {Part} could not be fetched")]
    private partial void LogNoIcon(Exception failure, string item, string part);

    private sealed record Part(string Name, PatientBlob Patient, BlobDescription Blob);
}
