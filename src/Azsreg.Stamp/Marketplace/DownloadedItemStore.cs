using System.Data.Common;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The items on the stamp and the files they consist of.</summary>
internal sealed class DownloadedItemStore(SqlDatabase database)
{
    private const string Columns =
        "select name as Name, product as Product, details as Details, state as State, size as Size, changed_at as ChangedAt from marketplace_items";

    /// <summary>Items that are whole, in the order of names.</summary>
    /// <param name="after">The name before the first; null from the first on.</param>
    /// <param name="take">The most rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<IReadOnlyList<DownloadedItem>> ListWholeAsync(string? after, int take, CancellationToken cancellationToken) => ReadAsync(
        "where state = 'Succeeded' and name > @after order by name limit @take", new { after = after ?? "", take }, cancellationToken);

    public async Task<DownloadedItem?> FindAsync(string name, CancellationToken cancellationToken) =>
        await ReadAsync("where name = @name", new { name = name.ToLowerInvariant() }, cancellationToken) is [var found] ? found : null;

    /// <summary>Names of the items that are not whole; what came of them is kept.</summary>
    public async Task<IReadOnlyList<string>> ListPartialAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<string>("select name from marketplace_items where state <> 'Succeeded'")];
    }

    /// <summary>Every hash an item or an upload names.</summary>
    public async Task<IReadOnlySet<string>> ListContentAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>("select sha256 from marketplace_item_files union select sha256 from marketplace_uploads")).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether an item that is whole has a file of this hash.</summary>
    public Task<bool> IsNamedAsync(string sha256, CancellationToken cancellationToken) =>
        AnyFileAsync("sha256 = @sha256", sha256, cancellationToken);

    /// <summary>Whether an item that is whole has an icon of this hash: those are for everybody's eyes.</summary>
    public Task<bool> IsIconAsync(string sha256, CancellationToken cancellationToken) =>
        AnyFileAsync("sha256 = @sha256 and part like 'icon-%'", sha256, cancellationToken);

    public static async Task<ItemState?> StateAsync(DbConnection connection, DbTransaction transaction, string name) =>
        await connection.ExecuteScalarAsync<string?>("select state from marketplace_items where name = @name", new { name }, transaction) is { } state
            ? Enum.Parse<ItemState>(state)
            : null;

    /// <summary>Puts an item, and its files in the place of those it had.</summary>
    public static async Task PutAsync(DbConnection connection, DbTransaction transaction, DownloadedItem item)
    {
        await connection.ExecuteAsync(
            """
            insert into marketplace_items (name, product, details, state, size, changed_at)
            values (@Name, @Product, @Details, @State, @Size, @ChangedAt)
            on conflict (name) do update set product = excluded.product, details = excluded.details, state = excluded.state,
                size = excluded.size, changed_at = excluded.changed_at
            """,
            new
            {
                item.Name,
                Product = JsonSerializer.Serialize(item.Product, ProtocolJson.Default.Product),
                Details = item.Details is null ? null : JsonSerializer.Serialize(item.Details, ProtocolJson.Default.ExtendedProduct),
                State = item.State.ToString(),
                item.Size,
                item.ChangedAt,
            },
            transaction);
        await connection.ExecuteAsync("delete from marketplace_item_files where item = @Name", new { item.Name }, transaction);
        await connection.ExecuteAsync(
            "insert into marketplace_item_files (item, part, sha256, length) values (@Item, @Part, @Sha256, @Length)",
            item.Files.Select(file => new { Item = item.Name, Part = file.Key, file.Value.Sha256, file.Value.Length }),
            transaction);
    }

    /// <summary>Notes that an item's download ended without it.</summary>
    public static Task StopAsync(DbConnection connection, DbTransaction transaction, string name, DateTimeOffset now) => connection.ExecuteAsync(
        "update marketplace_items set state = 'Stopped', changed_at = @at where name = @name and state = 'Downloading'",
        new { name, at = Timestamp.Format(now) },
        transaction);

    public static Task DeleteAsync(DbConnection connection, DbTransaction transaction, string name) =>
        connection.ExecuteAsync("delete from marketplace_items where name = @name", new { name }, transaction);

    /// <summary>Those of the hashes that no item and no upload names any more.</summary>
    public static async Task<IReadOnlyList<string>> UnnamedAsync(DbConnection connection, DbTransaction transaction, IEnumerable<string> sha256)
    {
        var unnamed = new List<string>();
        foreach (var hash in sha256.Distinct(StringComparer.Ordinal))
        {
            var names = await connection.ExecuteScalarAsync<long>(
                "select (select count(*) from marketplace_item_files where sha256 = @hash) + (select count(*) from marketplace_uploads where sha256 = @hash)",
                new { hash },
                transaction);
            if (names == 0)
                unnamed.Add(hash);
        }

        return unnamed;
    }

    private async Task<bool> AnyFileAsync(string condition, string sha256, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from marketplace_item_files where {condition}", new { sha256 }) > 0;
    }

    private async Task<IReadOnlyList<DownloadedItem>> ReadAsync(string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<Row>($"{Columns} {condition}", parameters)).ToList();
        var files = (await connection.QueryAsync<FileRow>(
            "select item as Item, part as Part, sha256 as Sha256, length as Length from marketplace_item_files where item in @names",
            new { names = rows.Select(row => row.Name) })).ToLookup(file => file.Item);
        return
        [
            .. rows.Select(row => new DownloadedItem(
                row.Name,
                JsonSerializer.Deserialize(row.Product, ProtocolJson.Default.Product)!,
                row.Details is null ? null : JsonSerializer.Deserialize(row.Details, ProtocolJson.Default.ExtendedProduct),
                Enum.Parse<ItemState>(row.State),
                row.Size,
                row.ChangedAt,
                files[row.Name].ToDictionary(file => file.Part, file => new StoredFile(file.Sha256, file.Length), StringComparer.Ordinal))),
        ];
    }

    private sealed class Row
    {
        public required string Name { get; init; }
        public required string Product { get; init; }
        public string? Details { get; init; }
        public required string State { get; init; }
        public required long Size { get; init; }
        public required string ChangedAt { get; init; }
    }

    private sealed class FileRow
    {
        public required string Item { get; init; }
        public required string Part { get; init; }
        public required string Sha256 { get; init; }
        public required long Length { get; init; }
    }
}
