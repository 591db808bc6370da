using System.Data.Common;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace.Descriptions;
using Azsreg.Cloud.Marketplace.Packages;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <content>Adding items.</content>
public sealed partial class CatalogueBook
{
    /// <summary>
    /// Adds the item a folder describes, or those of the folders in it: all of them or none. Adding what is listed already puts whole content in
    /// the place of damaged, and changes nothing else.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Told the bytes as they are stored.</param>
    /// <param name="cancellationToken">Gives it up; nothing is added.</param>
    /// <exception cref="CataloguedException">AZR6001: descriptions cannot be used; 6002: an item is listed with other content; 6006: the disk.</exception>
    public async Task<CatalogueChange> AddAsync(string folder, IProgress<CatalogueProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var held = Take();
        var problems = new List<string>();
        var items = new DescriptionFolder(Path.GetFullPath(folder), problems).Read();
        await CheckDependenciesAsync(items, problems, cancellationToken);
        if (problems.Count > 0)
            throw Refuse(problems);
        var stored = new List<(CatalogueProduct Product, List<ProductFile> Files)>();
        var contents = new List<(string Container, BlobContent Content)>();
        try
        {
            var relay = progress is null ? null : new ByteRelay(progress, items.Sum(item => item.PayloadLength));
            foreach (var item in items)
                stored.Add(await StoreAsync(item, contents, relay, cancellationToken));
            return await _database.TransactAsync((connection, transaction) => EnterAsync(connection, transaction, stored), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.ContentNotStored, exception.Message, inner: exception);
        }
        finally
        {
            // What a failed addition stored belongs to nobody.
            await CollectAsync(contents, CancellationToken.None);
        }
    }

    private async Task<(CatalogueProduct Product, List<ProductFile> Files)> StoreAsync(
        DescribedItem item, List<(string Container, BlobContent Content)> contents, ByteRelay? relay, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var key = CatalogueProduct.KeyOf(item.Item.ProductName);
        var files = new List<ProductFile>();
        foreach (var part in item.Packages.Concat(item.Icons))
        {
            relay?.Begin(part.Name);
            var content = await part.StoreAsync(_blobs, relay, cancellationToken);
            contents.Add((part.Container, content));
            files.Add(part.ToFile(key, content, now));
            relay?.End(content.Length);
        }

        // What was stored counts: a file may have grown since it was looked at.
        var length = files.Where(file => file.Container == BlobAccount.Packages).Sum(file => file.Length);
        var icons = IconSize.All.Where(size => files.Exists(file => file.Role == FileRole.Icon && file.Name == size.FileName));
        return (ProductMaker.Make(item.Item, length, icons, CatalogueProduct.FromFolder, now), files);
    }

    private static async Task<CatalogueChange> EnterAsync(
        DbConnection connection, DbTransaction transaction, List<(CatalogueProduct Product, List<ProductFile> Files)> stored)
    {
        var added = new List<string>();
        var unchanged = new List<string>();
        var different = new List<string>();
        foreach (var (product, files) in stored)
        {
            if (await ProductStore.FindAsync(connection, transaction, product.Key) is { } listed)
            {
                var same = listed.Properties == product.Properties && listed.Details == product.Details && listed.Requirements == product.Requirements
                    && listed.Dependencies == product.Dependencies && listed.MinimumStampVersion == product.MinimumStampVersion
                    && listed.MaximumStampVersion == product.MaximumStampVersion
                    && Fingerprint(files) == Fingerprint(await ProductContent.ReadAllAsync(connection, transaction, product.Key));
                (same ? unchanged : different).Add(product.Name);
                continue;
            }

            await ProductStore.InsertAsync(connection, transaction, [product], CancellationToken.None);
            await ProductContent.InsertAsync(connection, transaction, files);
            await connection.ExecuteAsync("delete from marketplace_retired where product_key = @Key", new { product.Key }, transaction);
            added.Add(product.Name);
        }

        return different.Count == 0
            ? new CatalogueChange(added, unchanged)
            : throw new CataloguedException(ErrorCatalogue.ItemListedDifferently, $"{string.Join(", ", different)}: nothing was added.");
    }

    private static string Fingerprint(IEnumerable<ProductFile> files) =>
        string.Join('|', files.OrderBy(file => file.Container + file.Name, StringComparer.Ordinal).Select(file => $"{file.Container}/{file.Name}={file.Sha256}"));

    private async Task CheckDependenciesAsync(IReadOnlyList<DescribedItem> items, List<string> problems, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var known = items.SelectMany(one => new[] { one.Item.ProductName, one.Item.Family }).Select(CatalogueProduct.KeyOf).ToHashSet();
        foreach (var item in items)
        {
            foreach (var needed in item.Item.DependsOn)
            {
                var key = CatalogueProduct.KeyOf(needed);
                if (key == CatalogueProduct.KeyOf(item.Item.ProductName) || key == CatalogueProduct.KeyOf(item.Item.Family))
                    problems.Add($"{Path.GetFileName(item.Folder)}: \"dependsOn\" names the item itself.");
                else if (!known.Contains(key) && await connection.ExecuteScalarAsync<long>(
                    "select count(*) from marketplace_products where product_key = @key or family_key = @key", new { key }) == 0)
                {
                    problems.Add($"{Path.GetFileName(item.Folder)}: \"dependsOn\" names '{needed}', which neither the catalogue nor these folders have.");
                }
            }
        }
    }

    /// <summary>Sums the bytes of one file after the other.</summary>
    private sealed class ByteRelay(IProgress<CatalogueProgress> progress, long total) : IProgress<long>
    {
        private string _name = "";
        private long _before;

        public void Begin(string name) => _name = name;

        public void Report(long value) => progress.Report(new CatalogueProgress(_name, _before + value, total));

        public void End(long length) => _before += length;
    }
}
