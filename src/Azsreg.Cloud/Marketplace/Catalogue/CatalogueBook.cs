using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace.Descriptions;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Marketplace;

/// <summary>
/// The catalogue of the Azure side in a data folder, for whoever keeps it, whether that side runs or not. One process at a time changes it;
/// what runs sees a change at once.
/// </summary>
public sealed partial class CatalogueBook : IDisposable
{
    private const string LockName = "cloud-catalog";

    private readonly DataFolder _folder;
    private readonly SqlDatabase _database;
    private readonly BlobStore _blobs;
    private readonly TimeProvider _clock;

    private CatalogueBook(DataFolder folder, SqlDatabase database, string blobs, TimeProvider clock)
    {
        _folder = folder;
        _database = database;
        _clock = clock;
        _blobs = new BlobStore(blobs, clock);
    }

    /// <summary>Opens it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">Gives the times of entries.</param>
    /// <param name="storage">Where the Azure side keeps its data; in the folder where null.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CataloguedException">No Azure side was ever started in the folder (AZR6007).</exception>
    public static async Task<CatalogueBook> OpenAsync(
        DataFolder folder, TimeProvider clock, CloudStorage? storage = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        storage ??= new CloudStorage();
        if (!storage.IsThere(folder))
            throw new CataloguedException(ErrorCatalogue.NoCatalogueHere, $"'{folder.Path}' has none.");
        var database = storage.OpenDatabase(folder);
        try
        {
            await database.RequireFitAsync(cancellationToken);
            await SqlScripts.ApplyAsync(database, typeof(CatalogueBook).Assembly, SqlModule.Of("Marketplace").Prefix, cancellationToken);
            return new CatalogueBook(folder, database, storage.BlobsIn(folder), clock);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>All products in the order of their names.</summary>
    public async Task<IReadOnlyList<CatalogueEntry>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var stored = (await ProductContent.ReadAllAsync(connection, null))
            .Where(file => file.Container == BlobAccount.Packages).Select(file => file.ProductKey).ToHashSet();
        return
        [
            .. (await ProductStore.ReadAllAsync(connection, null)).Select(product => new CatalogueEntry(
                product.Name, product.Kind, product.Version, product.Origin, product.PayloadLength, stored.Contains(product.Key),
                DateTimeOffset.FromUnixTimeMilliseconds(product.AddedAt))),
        ];
    }

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();

    private RoleLock Take()
    {
        var held = _folder.AcquireLock(LockName);
        _blobs.Sweep();
        return held;
    }

    private static CataloguedException Refuse(List<string> problems) => new(ErrorCatalogue.DescriptionsInvalid, string.Join('\n', problems));
}
