using System.Data.Common;
using Azsreg.Cloud.Blobs;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <content>Removing items, and the content that nobody uses any more.</content>
public sealed partial class CatalogueBook
{
    // The running role stores content a moment before it enters it.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Removes products, or all versions of families. Content that others use stays; who asks for a removed product is told that it was retired.</summary>
    /// <param name="names">Names of products or families; all of them go, or none.</param>
    /// <param name="evenIfNeeded">Also where others need them.</param>
    /// <param name="cancellationToken">Gives it up before anything is removed.</param>
    /// <exception cref="CataloguedException">AZR6003: a name that is not listed; 6004: others need one.</exception>
    public async Task<CatalogueRemoval> RemoveAsync(IReadOnlyCollection<string> names, bool evenIfNeeded = false, CancellationToken cancellationToken = default)
    {
        using var held = Take();
        var files = new List<ProductFile>();
        var (removed, neededBy) = await _database.TransactAsync(
            async (connection, transaction) =>
            {
                var all = await ProductStore.ReadAllAsync(connection, transaction);
                var keys = names.Select(CatalogueProduct.KeyOf).ToHashSet();
                var going = all.Where(product => keys.Contains(product.Key) || keys.Contains(product.FamilyKey)).ToList();
                var unknown = names.Where(name => !going.Exists(product => product.Key == CatalogueProduct.KeyOf(name) || product.FamilyKey == CatalogueProduct.KeyOf(name))).ToList();
                if (unknown.Count > 0)
                    throw new CataloguedException(ErrorCatalogue.ItemNotListed, $"{string.Join(", ", unknown)}: not listed.");
                var staying = all.Except(going).ToList();
                var needs = NeedsOf(staying).Where(need => going.Exists(product => product.Key == need.Key || product.FamilyKey == need.Key)
                    && !staying.Exists(product => product.Key == need.Key || product.FamilyKey == need.Key)).ToList();
                if (needs.Count > 0 && !evenIfNeeded)
                    throw new CataloguedException(ErrorCatalogue.ItemNeeded, $"{string.Join("; ", needs.Select(need => $"{need.By.Name} needs {need.Name}"))}. Nothing was removed.");
                foreach (var product in going)
                    files.AddRange(await RemoveAsync(connection, transaction, product));
                return (going.ConvertAll(product => product.Name), needs.Select(need => need.By.Name).Distinct().ToList());
            },
            cancellationToken);
        var freed = await CollectAsync([.. files.Select(file => (file.Container, file.Content))], CancellationToken.None);
        return new CatalogueRemoval(removed, freed, neededBy);
    }

    private async Task<IReadOnlyList<ProductFile>> RemoveAsync(DbConnection connection, DbTransaction transaction, CatalogueProduct product)
    {
        var files = await ProductContent.ReadAllAsync(connection, transaction, product.Key);
        await connection.ExecuteAsync("delete from marketplace_files where product_key = @Key", new { product.Key }, transaction);
        await connection.ExecuteAsync("delete from marketplace_products where product_key = @Key", new { product.Key }, transaction);
        await connection.ExecuteAsync(
            """
            insert into marketplace_retired (product_key, name, family_key, version, retired_at) values (@Key, @Name, @FamilyKey, @Version, @now)
            on conflict (product_key) do update set retired_at = excluded.retired_at
            """,
            new { product.Key, product.Name, product.FamilyKey, product.Version, now = _clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction);
        return files;
    }

    private static IEnumerable<(CatalogueProduct By, string Name, string Key)> NeedsOf(IEnumerable<CatalogueProduct> products) =>
        from product in products
        from name in product.Dependencies.Split(',', StringSplitOptions.RemoveEmptyEntries)
        select (product, name, CatalogueProduct.KeyOf(name));

    /// <summary>
    /// Deletes content that no product names: the content given, and what an earlier process left behind. Under the write lock, so that nobody
    /// enters it meanwhile.
    /// </summary>
    /// <returns>The bytes of the content given that went.</returns>
    private Task<long> CollectAsync(IReadOnlyCollection<(string Container, BlobContent Content)> candidates, CancellationToken cancellationToken) =>
        _database.TransactAsync(
            async (connection, transaction) =>
            {
                var used = (await connection.QueryAsync<(string, string)>("select distinct container, sha256 from marketplace_files", transaction: transaction)).ToHashSet();
                var freed = 0L;
                foreach (var (container, content) in candidates.Distinct().Where(one => !used.Contains((one.Container, one.Content.Sha256))))
                {
                    _blobs.Delete(container, content.Sha256);
                    freed += content.Length;
                }

                foreach (var container in (string[])[BlobAccount.Packages, BlobAccount.Icons])
                {
                    foreach (var (sha256, storedAt) in _blobs.List(container).Where(one => !used.Contains((container, one.Sha256))).ToList())
                    {
                        if (_clock.GetUtcNow() - storedAt > Fresh)
                            _blobs.Delete(container, sha256);
                    }
                }

                return freed;
            },
            cancellationToken);
}
