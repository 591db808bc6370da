using System.Collections.Frozen;
using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>
/// The counts of changes in the database, by which a replica sees that another one, or a verb beside it, has written. On PostgreSQL they are
/// read at every look, callers at the same time sharing one query: whoever was answered by one replica finds the
/// same at the next. On SQLite only verbs write beside the one process, so a look is good for half a second.
/// </summary>
internal sealed class SnapshotVersions(SqlDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan SqliteLook = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private Task<FrozenDictionary<string, long>>? _waiting;
    private volatile Look? _last;
    private long _generation;

    /// <summary>The counts by name, as they are now; a name that is not in it was never changed.</summary>
    public async ValueTask<FrozenDictionary<string, long>> CurrentAsync(CancellationToken cancellationToken)
    {
        if (database.Engine == SqlEngine.Sqlite && _last is { } last && clock.GetElapsedTime(last.At) < SqliteLook)
            return last.Versions;
        Task<FrozenDictionary<string, long>> joined;
        lock (_gate)
        {
            // A query that is under way may have read before the change the caller must see; the next one has not begun.
            joined = _waiting ??= ReadBehindAsync(_running);
        }

        return await joined.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the next look read again. For after the commit of a change.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _generation++;
            _last = null;
        }
    }

    /// <summary>Counts a change, in its transaction.</summary>
    public static Task CountAsync(DbConnection connection, DbTransaction transaction, string name) => connection.ExecuteAsync(
        """
        insert into snapshot_versions (name, version) values (@name, 1)
        on conflict (name) do update set version = snapshot_versions.version + 1
        """,
        new { name },
        transaction);

    private async Task<FrozenDictionary<string, long>> ReadBehindAsync(Task former)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        long generation;
        lock (_gate)
        {
            generation = _generation;
            _running = _waiting!;
            _waiting = null;
        }

        var at = clock.GetTimestamp();
        var connection = await database.OpenAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<(string Name, long Version)>("select name, version from snapshot_versions").ConfigureAwait(false);
            var versions = rows.ToFrozenDictionary(row => row.Name, row => row.Version, StringComparer.Ordinal);
            lock (_gate)
            {
                // What was forgotten meanwhile may not be in it.
                if (generation == _generation)
                    _last = new Look(versions, at);
            }

            return versions;
        }
    }

    private sealed record Look(FrozenDictionary<string, long> Versions, long At);
}
