using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The catalogue in SQL.</summary>
internal sealed class ProductStore(SqlDatabase database)
{
    private const string Columns =
        """
        name as Name, family_key as FamilyKey, kind as Kind, version as Version, origin as Origin, minimum_stamp_version as MinimumStampVersion,
        maximum_stamp_version as MaximumStampVersion, requirements as Requirements, dependencies as Dependencies, icons as Icons,
        search_text as SearchText, payload_length as PayloadLength, properties as Properties, details as Details, added_at as AddedAt
        """;

    public async Task<CatalogueProduct?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, CatalogueProduct.KeyOf(name));
    }

    public static Task<CatalogueProduct?> FindAsync(DbConnection connection, DbTransaction? transaction, string key) =>
        connection.QuerySingleOrDefaultAsync<CatalogueProduct>(
            $"select {Columns} from marketplace_products where product_key = @key", new { key }, transaction);

    /// <summary>All of them in the order of the names.</summary>
    public static async Task<IReadOnlyList<CatalogueProduct>> ReadAllAsync(DbConnection connection, DbTransaction? transaction) =>
        (await connection.QueryAsync<CatalogueProduct>($"select {Columns} from marketplace_products order by product_key", transaction: transaction)).AsList();

    /// <summary>A page in the order of the names, after the key given.</summary>
    /// <param name="filter">Which products.</param>
    /// <param name="after">The last key of the page before, or nothing.</param>
    /// <param name="count">How many rows at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<CatalogueProduct>> ListAsync(ProductFilter filter, string? after, int count, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(new { after = after ?? "", filter.Kind, filter.Name, count });
        var conditions = (filter.Kind is null ? "" : " and kind = @Kind") + (filter.Name is null ? "" : " and (product_key = @Name or family_key = @Name)");
        for (var i = 0; i < filter.Words.Count; i++)
        {
            conditions += $" and search_text like @word{i} escape '!'";
            parameters.Add($"word{i}", "%" + Escape(filter.Words[i].ToLowerInvariant()) + "%");
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<CatalogueProduct>(new CommandDefinition(
            $"""
            select {Columns} from marketplace_products
            where product_key in (
              select product_key from marketplace_products where product_key > @after{conditions} order by product_key limit @count)
            order by product_key
            """,
            parameters,
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>A product that is no longer listed, and the versions of its family that are; null where it never was.</summary>
    public async Task<RetiredProduct?> FindRetiredAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var (retired, family, at) = await connection.QuerySingleOrDefaultAsync<(string?, string, long)>(
            "select name, family_key, retired_at from marketplace_retired where product_key = @key", new { key = CatalogueProduct.KeyOf(name) });
        return retired is null
            ? null
            : new RetiredProduct(retired, DateTimeOffset.FromUnixTimeMilliseconds(at), await NamesAsync(connection, "marketplace_products", family));
    }

    /// <summary>
    /// The names of the products that a list of names and families means. A family is its newest version; where none is listed any more, the
    /// newest that was, so that whoever asks for it is told that it is gone.
    /// </summary>
    public async Task<IReadOnlyList<string>> ResolveAsync(string dependencies, CancellationToken cancellationToken)
    {
        var names = dependencies.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            return [];
        await using var connection = await database.OpenAsync(cancellationToken);
        var resolved = new List<string>(names.Length);
        foreach (var name in names)
        {
            var key = CatalogueProduct.KeyOf(name);
            var pinned = await connection.QueryFirstOrDefaultAsync<string?>(
                """
                select name from marketplace_products where product_key = @key
                union all select name from marketplace_retired where product_key = @key
                """,
                new { key });
            resolved.Add(
                pinned
                ?? await NewestAsync(connection, "marketplace_products", key)
                ?? await NewestAsync(connection, "marketplace_retired", key)
                ?? name);
        }

        return resolved;
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>("select count(*) from marketplace_products");
    }

    /// <summary>Makes these the products of the sample, in one step. What was added from folders stays, also where the sample has that name too.</summary>
    public Task ReplaceSampleAsync(IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                """
                delete from marketplace_files where product_key in (select product_key from marketplace_products where origin = 'sample');
                delete from marketplace_products where origin = 'sample';
                """,
                transaction: transaction);
            var taken = (await connection.QueryAsync<string>("select product_key from marketplace_products", transaction: transaction)).ToHashSet();
            await InsertAsync(connection, transaction, [.. products.Where(product => !taken.Contains(product.Key))], cancellationToken);
        },
        cancellationToken);

    public static Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into marketplace_products (product_key, name, family_key, kind, version, origin, minimum_stamp_version, maximum_stamp_version,
              requirements, dependencies, icons, search_text, payload_length, properties, details, added_at)
            values (@Key, @Name, @FamilyKey, @Kind, @Version, @Origin, @MinimumStampVersion, @MaximumStampVersion,
              @Requirements, @Dependencies, @Icons, @SearchText, @PayloadLength, @Properties, @Details, @AddedAt)
            """,
            products,
            transaction,
            cancellationToken: cancellationToken));

    // From the oldest version to the newest.
    private static async Task<IReadOnlyList<string>> NamesAsync(DbConnection connection, string table, string family) =>
    [
        .. (await connection.QueryAsync<(string Name, string Version)>($"select name, version from {table} where family_key = @family", new { family }))
            .OrderBy(row => row.Version, VersionOrder.Instance)
            .Select(row => row.Name),
    ];

    private static async Task<string?> NewestAsync(DbConnection connection, string table, string family) =>
        await NamesAsync(connection, table, family) is [.., var newest] ? newest : null;

    private static string Escape(string word) =>
        word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
