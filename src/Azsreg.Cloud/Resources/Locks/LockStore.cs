using System.Data.Common;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Cloud.Resources;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>The management locks of this cloud. Reads come from memory.</summary>
public sealed class LockStore : IDisposable
{
    private readonly SqlDatabase _database;
    private readonly Snapshot<ManagementLock[]> _all;

    internal LockStore(SqlDatabase database, SnapshotVersions versions)
    {
        _database = database;
        _all = new Snapshot<ManagementLock[]>(versions, LoadAsync, "locks");
    }

    /// <summary>A lock at exactly this scope; null where there is none of the name.</summary>
    public async ValueTask<ManagementLock?> FindAsync(string scope, string name, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return Array.Find(
            all, one => one.Scope.Equals(scope, StringComparison.OrdinalIgnoreCase) && one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The locks at or above a scope (which it inherits), and those below it where asked for.</summary>
    public async ValueTask<IReadOnlyList<ManagementLock>> ListAsync(string scope, bool below, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        List<ManagementLock>? found = null;
        foreach (var one in all)
        {
            if (ScopePath.IsAtOrBelow(scope, one.Scope) || (below && ScopePath.IsAtOrBelow(one.Scope, scope)))
                (found ??= []).Add(one);
        }

        return found ?? (IReadOnlyList<ManagementLock>)[];
    }

    /// <summary>Adds or replaces a lock; true where it was added.</summary>
    public async Task<bool> SaveAsync(ManagementLock one, CancellationToken cancellationToken = default)
    {
        return await _all.ChangeAsync(
            _database,
            async (connection, transaction) =>
            {
                var key = new { scopeKey = ScopePath.Key(one.Scope), nameKey = one.Name.ToLowerInvariant() };
                var known = await connection.ExecuteScalarAsync<long>(
                    "select count(*) from management_locks where scope_key = @scopeKey and name_key = @nameKey", key, transaction).ConfigureAwait(false);
                await connection.ExecuteAsync(
                    """
                    insert into management_locks (scope_key, name_key, scope, name, level, notes, owners)
                    values (@scopeKey, @nameKey, @scope, @name, @level, @notes, @owners)
                    on conflict (scope_key, name_key) do update set scope = excluded.scope, name = excluded.name, level = excluded.level,
                        notes = excluded.notes, owners = excluded.owners
                    """,
                    new
                    {
                        key.scopeKey, key.nameKey, scope = one.Scope, name = one.Name, level = one.Level.ToString(), notes = one.Notes,
                        owners = one.Owners is null ? null : JsonSerializer.Serialize(one.Owners, ArmJson.Options),
                    },
                    transaction).ConfigureAwait(false);
                return known == 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a lock; false where there was none.</summary>
    public async Task<bool> RemoveAsync(string scope, string name, CancellationToken cancellationToken = default)
    {
        var removed = await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                "delete from management_locks where scope_key = @scopeKey and name_key = @nameKey",
                new { scopeKey = ScopePath.Key(scope), nameKey = name.ToLowerInvariant() },
                transaction),
            cancellationToken).ConfigureAwait(false);
        return removed > 0;
    }

    /// <summary>
    /// Refuses what a lock forbids, in the transaction of what is to be done: a lock set after the request was let in counts as well.
    /// </summary>
    /// <exception cref="Protocol.ArmException">409 <c>ScopeLocked</c>.</exception>
    internal static async Task DemandNoneAsync(DbConnection connection, DbTransaction transaction, string scope, bool deletes)
    {
        var locks = await connection.QueryAsync<(string Scope, string Level)>(
            "select scope, level from management_locks", transaction: transaction).ConfigureAwait(false);
        var locked = locks.Where(one =>
                (one.Level == nameof(LockLevel.ReadOnly) || (deletes && one.Level == nameof(LockLevel.CanNotDelete)))
                && (ScopePath.IsAtOrBelow(scope, one.Scope) || (deletes && ScopePath.IsAtOrBelow(one.Scope, scope))))
            .Select(one => one.Scope).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (locked.Count > 0)
            throw LockCheck.ScopeLocked(scope, deletes ? "delete" : "write", locked);
    }

    internal async Task ForgetAsync(string scope, CancellationToken cancellationToken)
    {
        foreach (var one in await ListAsync(scope, below: true, cancellationToken).ConfigureAwait(false))
        {
            if (ScopePath.IsAtOrBelow(one.Scope, scope))
                await RemoveAsync(one.Scope, one.Name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _all.Dispose();

    private async Task<ManagementLock[]> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select scope as "Scope", name as "Name", level as "Level", notes as "Notes", owners as "Owners"
                from management_locks order by scope_key, name_key
                """).ConfigureAwait(false);
            return
            [
                .. rows.Select(row => new ManagementLock(
                    row.Scope, row.Name, Enum.Parse<LockLevel>(row.Level), row.Notes,
                    row.Owners is null ? null : JsonSerializer.Deserialize<string[]>(row.Owners, ArmJson.Options))),
            ];
        }
    }

    private sealed record Row
    {
        public required string Scope { get; init; }
        public required string Name { get; init; }
        public required string Level { get; init; }
        public string? Notes { get; init; }
        public string? Owners { get; init; }
    }
}
