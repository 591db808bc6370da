using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Admin;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace.Downloads;
using Dapper;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The items that are on the stamp. They belong to the stamp, not to an activation: registering anew or elsewhere leaves them.</summary>
internal sealed class DownloadedProducts(
    SqlDatabase database,
    DownloadedItemStore items,
    ProductCatalogue catalogue,
    ContentStore content,
    ActivationService activations,
    StampAccess access,
    AuditLog audit,
    AdminAddress address,
    TimeProvider clock)
{
    private const int MostItems = 100_000;
    private const string UploadsPath = "/uploads/";

    /// <summary>Items that are whole, in the order of their names.</summary>
    public async Task<IReadOnlyList<Product>> ListAsync(StampCaller caller, string? after, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadDownloads, activations.ResourceId, cancellationToken);
        var last = await catalogue.LastAsync(cancellationToken);
        return [.. (await items.ListWholeAsync(after, take, cancellationToken)).Select(item => Shape(item, last, withDescription: false))];
    }

    /// <summary>An item that is on the stamp, on its way or stopped; its provisioning state tells.</summary>
    public async Task<Product?> FindAsync(StampCaller caller, string name, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadDownloads, activations.ResourceId, cancellationToken);
        return await items.FindAsync(name, cancellationToken) is { } item ? Shape(item, await catalogue.LastAsync(cancellationToken), withDescription: true) : null;
    }

    /// <summary>Removes an item, and of its content what no other item has.</summary>
    /// <returns>The item as it was; null where there was none.</returns>
    /// <exception cref="ArmException">409 <c>RequestConflict</c>: it is on its way.</exception>
    public async Task<Product?> DeleteAsync(StampCaller caller, string name, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.DeleteDownloads, TargetOf(name), cancellationToken);
        return await items.FindAsync(name, cancellationToken) is { } item && await RemoveAsync(caller, item, cancellationToken)
            ? Shape(item, null, withDescription: true)
            : null;
    }

    /// <summary>Removes the versions for which a later one is on the stamp and that no item on the stamp needs.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="dryRun">Only tells what would go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CleanupReport> CleanUpAsync(StampCaller caller, bool dryRun, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.CleanUpDownloads, activations.ResourceId, cancellationToken);
        var whole = await items.ListWholeAsync(null, MostItems, cancellationToken);
        var needed = whole.SelectMany(item => item.Details?.Properties.DependentProducts ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var outdated = new List<(DownloadedItem Item, string Newest)>();
        foreach (var series in whole.GroupBy(item => ProductName.Parse(item.Name).Series))
        {
            var newest = series.Select(VersionOf).Aggregate((one, other) => ProductName.Compare(one, other) >= 0 ? one : other);
            outdated.AddRange(series.Where(item => VersionOf(item) != newest && !needed.Contains(item.Name)).Select(item => (item, newest)));
        }

        var kept = whole.Except(outdated.Select(old => old.Item)).SelectMany(item => item.Files.Values).Select(file => file.Sha256).ToHashSet(StringComparer.Ordinal);
        var bytes = outdated.SelectMany(old => old.Item.Files.Values).DistinctBy(file => file.Sha256).Where(file => !kept.Contains(file.Sha256)).Sum(file => file.Length);
        if (!dryRun)
        {
            foreach (var (item, _) in outdated)
                await RemoveAsync(caller, item, cancellationToken);
        }

        return new CleanupReport(
            dryRun,
            bytes,
            [.. outdated.Select(old => new CleanupItem(
                $"{WellKnown.ActivationName}/{ProductName.Of(old.Item.Product)}", old.Item.Product.Properties.DisplayName, VersionOf(old.Item), old.Newest, old.Item.Size))]);
    }

    /// <summary>Makes an item of files that were uploaded. The same again changes nothing.</summary>
    /// <exception cref="ArmException">A link is not of an upload, an upload is not there, or the item is on its way.</exception>
    public async Task<(Product Product, MarketplaceOperation Operation)> ImportAsync(StampCaller caller, string name, Product body, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteDownloads, TargetOf(name), cancellationToken);
        if (body.Properties is not { ProductKind.Length: > 0 } properties)
            throw new ArmException(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: 'properties.productKind is required.'.");
        var files = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        var pins = new List<IDisposable>();
        try
        {
            string Take(string part, string link)
            {
                var sha256 = HashOf(link) ?? throw MarketplaceErrors.ImportForeignLink(part);
                pins.Add(content.Pin(sha256));
                var length = content.LengthOf(sha256) ?? throw MarketplaceErrors.ImportIncomplete(part, sha256);
                return files.TryAdd(part, new StoredFile(sha256, length)) ? part : throw MarketplaceErrors.ImportForeignLink(part);
            }

            var details = ProductParts.WithLinks(
                new ExtendedProduct(properties.GalleryPackageBlobSasUri, properties.ProductKind, properties.ProductDetailsProperties ?? new ExtendedProductProperties()), Take);
            if (files.Count == 0)
                throw MarketplaceErrors.ImportIncomplete("galleryPackage", "no file is named");
            // A picture that lies elsewhere is left out: a stamp without a line could not show it.
            ProductParts.WithIcons(properties.IconUris, (part, link) => HashOf(link) is { } sha256 && content.LengthOf(sha256) is not null ? Take(part, link) : null);
            var product = new Product(
                $"{activations.ResourceId}/products/{name}", $"{WellKnown.ActivationName}/{name}", "Microsoft.AzureBridge.Admin/activations/products",
                properties with { GalleryPackageBlobSasUri = null, ProductDetailsProperties = null, Updates = null, ProvisioningState = null });
            return await StoreAsync(caller, name.ToLowerInvariant(), product, details, files, cancellationToken);
        }
        finally
        {
            pins.ForEach(pin => pin.Dispose());
        }
    }

    /// <summary>Where content of a hash is to be had by whoever may read downloads.</summary>
    public string LinkOf(string sha256) => $"{address.Url.AbsoluteUri.TrimEnd('/')}/marketplace/content/{sha256}";

    private async Task<(Product Product, MarketplaceOperation Operation)> StoreAsync(
        StampCaller caller, string name, Product product, ExtendedProduct details, Dictionary<string, StoredFile> files, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var size = files.Values.Sum(file => file.Length);
        var item = new DownloadedItem(name, product, details, ItemState.Succeeded, size, Timestamp.Format(now), files);
        var operation = new MarketplaceOperation(
            Guid.CreateVersion7(now).ToString(), name, MarketplaceOperationKind.Import, MarketplaceOperationStatus.Succeeded, caller, [], now, now, size, size);
        var former = await items.FindAsync(name, cancellationToken);
        await database.TransactAsync(
            async (connection, transaction) =>
            {
                await RefuseIfRunningAsync(connection, transaction, name);
                await DownloadedItemStore.PutAsync(connection, transaction, item);
                await MarketplaceOperationStore.AddAsync(connection, transaction, operation);
                await connection.ExecuteAsync(
                    "delete from marketplace_uploads where sha256 in @hashes", new { hashes = files.Values.Select(file => file.Sha256) }, transaction);
                await audit.WriteAsync(connection, transaction, caller, StampActions.WriteDownloads, TargetOf(name), "Succeeded", $"{size} bytes");
            },
            cancellationToken);
        await RemoveUnnamedAsync(former?.Files.Values.Select(file => file.Sha256) ?? [], cancellationToken);
        content.RemovePartial(name);
        return (Shape(item, await catalogue.LastAsync(cancellationToken), withDescription: true), operation);
    }

    private async Task<bool> RemoveAsync(StampCaller caller, DownloadedItem item, CancellationToken cancellationToken)
    {
        var removed = await database.TransactAsync(
            async (connection, transaction) =>
            {
                await RefuseIfRunningAsync(connection, transaction, item.Name);
                if (await DownloadedItemStore.StateAsync(connection, transaction, item.Name) is null)
                    return false;
                await DownloadedItemStore.DeleteAsync(connection, transaction, item.Name);
                await audit.WriteAsync(connection, transaction, caller, StampActions.DeleteDownloads, TargetOf(item.Name), "Succeeded", $"{item.Size} bytes");
                return true;
            },
            cancellationToken);
        // From here on the item is gone whatever happens; files that stay behind are swept by the next start.
        await RemoveUnnamedAsync(item.Files.Values.Select(file => file.Sha256), CancellationToken.None);
        content.RemovePartial(item.Name);
        return removed;
    }

    /// <summary>Under the store's write lock, so that no item can come to name the content in between.</summary>
    private Task RemoveUnnamedAsync(IEnumerable<string> hashes, CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, transaction) =>
        {
            foreach (var sha256 in await DownloadedItemStore.UnnamedAsync(connection, transaction, hashes))
                content.Remove(sha256);
        },
        cancellationToken);

    private async Task RefuseIfRunningAsync(DbConnection connection, DbTransaction transaction, string name)
    {
        if (await MarketplaceOperationStore.FindRunningAsync(connection, transaction, name) is not null)
        {
            throw new ArmException(
                409,
                "RequestConflict",
                $"Cannot modify resource with id '{TargetOf(name)}' because the resource entity provisioning state is not terminal. "
                + "Please wait for the provisioning state to become terminal and then retry the request.");
        }
    }

    /// <summary>The hash of an upload's address. Which of its names the client calls the stamp by does not matter: nothing is fetched.</summary>
    private static string? HashOf(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Query.Length == 0
        && address.AbsolutePath.StartsWith(UploadsPath, StringComparison.Ordinal) && ContentStore.IsHash(address.AbsolutePath[UploadsPath.Length..])
            ? address.AbsolutePath[UploadsPath.Length..]
            : null;

    private Product Shape(DownloadedItem item, CatalogueSnapshot? last, bool withDescription)
    {
        var name = ProductName.Of(item.Product);
        var properties = item.Product.Properties;
        string Link(string part, string link) => item.Files.TryGetValue(part, out var file) ? LinkOf(file.Sha256) : "";
        string? Icon(string part, string link) =>
            item.Files.TryGetValue(part, out var file) ? $"{address.Url.AbsoluteUri.TrimEnd('/')}/marketplace/icons/{file.Sha256}" : null;
        var details = item.Details is { } known && item.State == ItemState.Succeeded ? ProductParts.WithLinks(known, Link) : null;
        return new Product(
            $"{activations.ResourceId}/downloadedProducts/{name}",
            $"{WellKnown.ActivationName}/{name}",
            "Microsoft.AzureBridge.Admin/activations/downloadedProducts",
            properties with
            {
                Description = withDescription ? properties.Description : null,
                IconUris = item.State == ItemState.Succeeded ? ProductParts.WithIcons(properties.IconUris, Icon) : properties.IconUris,
                PayloadLength = item.State == ItemState.Succeeded ? item.Size : properties.PayloadLength,
                GalleryPackageBlobSasUri = details?.GalleryPackageBlobSasUri,
                ProductDetailsProperties = details?.Properties,
                ProvisioningState = item.State.ToString(),
                Updates = item.State == ItemState.Succeeded ? last?.UpdateOf(name, VersionOf(item)) : null,
            },
            Timestamp.EntityTag(item.ChangedAt));
    }

    private static string VersionOf(DownloadedItem item) =>
        ProductName.Parse(item.Name).Version is { Length: > 0 } version ? version : item.Product.Properties.Details?.Version ?? "";

    private string TargetOf(string name) => $"{activations.ResourceId}/downloadedProducts/{name}";
}
