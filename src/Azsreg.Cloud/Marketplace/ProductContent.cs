using System.Data.Common;
using Azsreg.Cloud.Blobs;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The files of products. Those of the sample are made here, when they are first asked for.</summary>
internal sealed class ProductContent(SqlDatabase database, ProductStore products, BlobStore blobs, TimeProvider clock) : IBlobNames, IDisposable
{
    private const string Columns =
        """
        product_key as ProductKey, container as Container, name as Name, role as Role, position as Position, part_id as PartId,
        part_type as PartType, sha256 as Sha256, length as Length, content_type as ContentType, added_at as AddedAt
        """;

    // One product is made at a time: it takes tens of milliseconds, and memory stays what one product takes.
    private readonly SemaphoreSlim _making = new(1, 1);

    /// <summary>The name of a file's blob.</summary>
    public static string BlobName(CatalogueProduct product, ProductFile file) => $"{product.Name}/{file.Name}";

    /// <summary>A product's files in a container.</summary>
    public async Task<IReadOnlyList<ProductFile>> ListAsync(CatalogueProduct product, string container, CancellationToken cancellationToken)
    {
        var files = await ReadAsync(product.Key, container, cancellationToken);
        // Content of the sample that got lost is made again; of other content nobody here has the bytes.
        if (product.Origin != CatalogueProduct.FromSample || IsWhole(files) || SampleCatalogue.Find(product.Key) is not { } sample)
            return files;
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (await ReadAsync(product.Key, container, cancellationToken) is var made && IsWhole(made))
                return made;
            blobs.Sweep();
            // Twice: a removal of another product may take away content between its storing and its entry here.
            if (!await TryMakeAsync(product.Key, container, sample, cancellationToken) && !await TryMakeAsync(product.Key, container, sample, cancellationToken))
                throw new IOException($"The files of {product.Name} did not stay in the blob store.");
            return await ReadAsync(product.Key, container, cancellationToken);
        }
        finally
        {
            _making.Release();
        }
    }

    public async Task<NamedBlob?> FindAsync(string container, string name, CancellationToken cancellationToken)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return null;
        var (product, file) = (CatalogueProduct.KeyOf(name[..slash]), name[(slash + 1)..]);
        var found = await ReadOneAsync(product, container, file, cancellationToken);
        // A picture is asked for before anything was downloaded.
        if (found is null && container == BlobAccount.Icons && await products.FindAsync(product, cancellationToken) is { } listed)
            found = (await ListAsync(listed, container, cancellationToken)).FirstOrDefault(one => one.Name == file);
        return found is null
            ? null
            : new NamedBlob(container, name, found.Content, found.ContentType, DateTimeOffset.FromUnixTimeMilliseconds(found.AddedAt));
    }

    /// <summary>Enters files; what is entered already stays.</summary>
    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, IEnumerable<ProductFile> files) => connection.ExecuteAsync(
        """
        insert into marketplace_files (product_key, container, name, role, position, part_id, part_type, sha256, length, content_type, added_at)
        values (@ProductKey, @Container, @Name, @role, @Position, @PartId, @PartType, @Sha256, @Length, @ContentType, @AddedAt)
        on conflict do nothing
        """,
        files.Select(file => new
        {
            file.ProductKey,
            file.Container,
            file.Name,
            role = file.Role.ToString(),
            file.Position,
            file.PartId,
            file.PartType,
            file.Sha256,
            file.Length,
            file.ContentType,
            file.AddedAt,
        }),
        transaction);

    /// <summary>All files of a product, or of all products.</summary>
    public static async Task<IReadOnlyList<ProductFile>> ReadAllAsync(DbConnection connection, DbTransaction? transaction, string? productKey = null)
    {
        var only = productKey is null ? "" : "where product_key = @productKey";
        return (await connection.QueryAsync<ProductFile>(
            $"select {Columns} from marketplace_files {only} order by product_key, container, role, position, name", new { productKey }, transaction)).AsList();
    }

    public void Dispose() => _making.Dispose();

    private bool IsWhole(IReadOnlyList<ProductFile> files) => files.Count > 0 && files.All(file => blobs.Find(file.Container, file.Content) is not null);

    private async Task<bool> TryMakeAsync(string productKey, string container, SampleItem sample, CancellationToken cancellationToken)
    {
        var parts = container == BlobAccount.Icons ? SampleContent.IconParts(sample.Item) : SampleContent.PackageParts(sample);
        var files = new List<ProductFile>(parts.Count);
        foreach (var part in parts)
            files.Add(part.ToFile(productKey, await part.StoreAsync(blobs, null, cancellationToken), clock.GetUtcNow()));
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                if (!files.TrueForAll(file => blobs.Find(container, file.Content) is not null))
                    return false;
                await InsertAsync(connection, transaction, files);
                return true;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<ProductFile>> ReadAsync(string productKey, string container, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<ProductFile>(
            $"select {Columns} from marketplace_files where product_key = @productKey and container = @container order by position, name",
            new { productKey, container })).AsList();
    }

    private async Task<ProductFile?> ReadOneAsync(string productKey, string container, string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ProductFile>(
            $"select {Columns} from marketplace_files where product_key = @productKey and container = @container and name = @name",
            new { productKey, container, name });
    }
}
