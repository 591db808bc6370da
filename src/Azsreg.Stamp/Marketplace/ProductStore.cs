using System.Data.Common;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The registration's products as last listed from Azure.</summary>
internal sealed class ProductStore(SqlDatabase database)
{
    public static Task ClearAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("delete from marketplace_products", transaction: transaction);

    /// <summary>Puts a whole listing in the place of the former one, unless the stamp is activated otherwise by now.</summary>
    public Task ReplaceAsync(Guid activationId, IReadOnlyList<Product> products, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteScalarAsync<string?>("select activation_id from activations", transaction: transaction) != activationId.ToString())
                    return;
                await ClearAsync(connection, transaction);
                var rows = products.Select(product => new
                {
                    Name = product.Name.ToLowerInvariant(),
                    Listed = JsonSerializer.Serialize(product, ProtocolJson.Default.Product),
                    ListedAt = Timestamp.Format(at),
                });
                await connection.ExecuteAsync(
                    "insert into marketplace_products (name, listed, listed_at) values (@Name, @Listed, @ListedAt) on conflict (name) do nothing",
                    rows,
                    transaction);
            },
            cancellationToken);

    /// <summary>The last listing and its time, or null where there is none.</summary>
    public async Task<(IReadOnlyList<Product> Products, DateTimeOffset ListedAt)?> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string Listed, string ListedAt)>(
            "select listed as Listed, listed_at as ListedAt from marketplace_products")).ToList();
        return rows.Count == 0
            ? null
            : ([.. rows.Select(row => JsonSerializer.Deserialize(row.Listed, ProtocolJson.Default.Product)!)], Timestamp.Parse(rows[0].ListedAt));
    }
}
