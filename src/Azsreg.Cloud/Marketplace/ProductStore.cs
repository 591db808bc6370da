using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <summary>The catalogue in SQL.</summary>
internal sealed class ProductStore(SqlDatabase database)
{
    private const string Columns =
        """
        name as Name, kind as Kind, version as Version, minimum_stamp_version as MinimumStampVersion, requirements as Requirements,
        search_text as SearchText, properties as Properties, details as Details
        """;

    public async Task<CatalogueProduct?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<CatalogueProduct>(
            $"select {Columns} from marketplace_products where product_key = @key", new { key = CatalogueProduct.KeyOf(name) });
    }

    /// <summary>A page in the order of the names, after the key given.</summary>
    /// <param name="after">The last key of the page before, or nothing.</param>
    /// <param name="words">Only products whose name, publisher or description contains each of these.</param>
    /// <param name="kind">Only products of this kind, where it is given.</param>
    /// <param name="count">How many rows at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<CatalogueProduct>> ListAsync(
        string? after, IReadOnlyList<string> words, string? kind, int count, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(new { after = after ?? "", kind, count });
        var conditions = kind is null ? "" : " and kind = @kind";
        for (var i = 0; i < words.Count; i++)
        {
            conditions += $" and search_text like @word{i} escape '!'";
            parameters.Add($"word{i}", "%" + Escape(words[i].ToLowerInvariant()) + "%");
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

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>("select count(*) from marketplace_products");
    }

    /// <summary>Makes the catalogue these products and no others, in one step.</summary>
    public Task ReplaceAsync(IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("delete from marketplace_products", transaction: transaction);
                await InsertAsync(connection, transaction, products, cancellationToken);
            },
            cancellationToken);

    private static Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<CatalogueProduct> products, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into marketplace_products (product_key, name, kind, version, minimum_stamp_version, requirements, search_text, properties, details)
            values (@Key, @Name, @Kind, @Version, @MinimumStampVersion, @Requirements, @SearchText, @Properties, @Details)
            """,
            products,
            transaction,
            cancellationToken: cancellationToken));

    private static string Escape(string word) =>
        word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
