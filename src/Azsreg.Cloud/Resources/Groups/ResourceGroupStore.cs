using System.Collections.Frozen;
using System.Data.Common;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>The resource groups of this cloud. Reads come from memory.</summary>
public sealed class ResourceGroupStore : IDisposable
{
    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;
    private readonly Snapshot<FrozenDictionary<string, ResourceGroup>> _all;

    internal ResourceGroupStore(SqlDatabase database, SnapshotVersions versions, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _all = new Snapshot<FrozenDictionary<string, ResourceGroup>>(versions, LoadAsync, "resource-groups");
    }

    /// <summary>Finds a group, one that is being deleted too; null where there is none.</summary>
    public async ValueTask<ResourceGroup?> FindAsync(string subscriptionId, string name, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return all.GetValueOrDefault(Key(subscriptionId, name));
    }

    /// <summary>A subscription's groups by name.</summary>
    public async ValueTask<IReadOnlyList<ResourceGroup>> ListAsync(string subscriptionId, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. all.Values
                .Where(group => group.SubscriptionId.Equals(subscriptionId, StringComparison.OrdinalIgnoreCase))
                .OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Adds a group, or replaces one of the same name; the location of one that exists stays.</summary>
    /// <returns>True where it was added.</returns>
    public async Task<bool> SaveAsync(ResourceGroup group, CancellationToken cancellationToken = default)
    {
        return await _all.ChangeAsync(
            _database,
            async (connection, transaction) =>
            {
                var key = new { group.SubscriptionId, NameKey = group.Name.ToLowerInvariant() };
                var known = await connection.ExecuteScalarAsync<long>(
                    "select count(*) from resource_groups where subscription_id = @SubscriptionId and name_key = @NameKey", key, transaction)
                    .ConfigureAwait(false);
                await connection.ExecuteAsync(
                    """
                    insert into resource_groups (subscription_id, name_key, name, location, tags, managed_by, deleting, created_at, changed_at)
                    values (@subscriptionId, @nameKey, @name, @location, @tags, @managedBy, 0, @now, @now)
                    on conflict (subscription_id, name_key) do update set name = excluded.name, tags = excluded.tags,
                        managed_by = excluded.managed_by, changed_at = excluded.changed_at
                    """,
                    new
                    {
                        subscriptionId = key.SubscriptionId, nameKey = key.NameKey, name = group.Name, location = group.Location,
                        tags = group.Tags is null ? null : JsonSerializer.Serialize(group.Tags, ArmJson.Options), managedBy = group.ManagedBy,
                        now = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    },
                    transaction).ConfigureAwait(false);
                return known == 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks a group in a transaction of the caller, who calls <see cref="Forget"/> after its commit.</summary>
    internal async Task MarkDeletingAsync(DbConnection connection, DbTransaction transaction, ResourceGroup group)
    {
        await connection.ExecuteAsync(
            "update resource_groups set deleting = 1 where subscription_id = @subscriptionId and name_key = @nameKey",
            new { subscriptionId = group.SubscriptionId, nameKey = group.Name.ToLowerInvariant() },
            transaction).ConfigureAwait(false);
        await _all.CountAsync(connection, transaction).ConfigureAwait(false);
    }

    internal void Forget() => _all.Forget();

    internal Task RemoveAsync(string subscriptionId, string name, CancellationToken cancellationToken) =>
        _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                "delete from resource_groups where subscription_id = @subscriptionId and name_key = @nameKey",
                new { subscriptionId, nameKey = name.ToLowerInvariant() },
                transaction),
            cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _all.Dispose();

    private async Task<FrozenDictionary<string, ResourceGroup>> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select subscription_id as "SubscriptionId", name as "Name", location as "Location", tags as "Tags", managed_by as "ManagedBy",
                       deleting as "Deleting"
                from resource_groups
                """).ConfigureAwait(false);
            return rows.ToFrozenDictionary(
                row => Key(row.SubscriptionId, row.Name),
                row => new ResourceGroup(
                    row.SubscriptionId, row.Name, row.Location,
                    row.Tags is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Tags, ArmJson.Options), row.ManagedBy,
                    row.Deleting != 0),
                StringComparer.OrdinalIgnoreCase);
        }
    }

    private static string Key(string subscriptionId, string name) => $"{subscriptionId}/{name}";

    private sealed record Row
    {
        public required string SubscriptionId { get; init; }
        public required string Name { get; init; }
        public required string Location { get; init; }
        public string? Tags { get; init; }
        public string? ManagedBy { get; init; }
        public long Deleting { get; init; }
    }
}
