using System.Collections.Frozen;
using System.Data.Common;
using Azsreg.Hosting;

namespace Azsreg.Cloud;

/// <summary>
/// What is read at every request and written seldom: kept in memory as an immutable value, read again after a write, whichever process
/// wrote. Readers never see half a change.
/// </summary>
/// <param name="versions">The counts of changes.</param>
/// <param name="load">Reads the value.</param>
/// <param name="names">What the value is made of; the first is what <see cref="ChangeAsync{TResult}"/> changes.</param>
internal sealed class Snapshot<T>(SnapshotVersions versions, Func<CancellationToken, Task<T>> load, params string[] names) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded? _loaded;

    /// <summary>The value, as it is after every change that was committed before the call.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        var current = await versions.CurrentAsync(cancellationToken).ConfigureAwait(false);
        return _loaded is { } loaded && loaded.IsOf(current, names) ? loaded.Value : await LoadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a change in a transaction and counts it there.</summary>
    public async Task<TResult> ChangeAsync<TResult>(
        SqlDatabase database, Func<DbConnection, DbTransaction, Task<TResult>> change, CancellationToken cancellationToken)
    {
        var result = await database.TransactAsync(
            async (connection, transaction) =>
            {
                var changed = await change(connection, transaction).ConfigureAwait(false);
                await CountAsync(connection, transaction).ConfigureAwait(false);
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        Forget();
        return result;
    }

    /// <summary>Counts a change in a transaction of the caller, who calls <see cref="Forget"/> after its commit.</summary>
    public Task CountAsync(DbConnection connection, DbTransaction transaction) => SnapshotVersions.CountAsync(connection, transaction, names[0]);

    public void Forget() => versions.Forget();

    public void Dispose() => _loading.Dispose();

    private async Task<T> LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Counted before it is read: a change in between is in the value, and is loaded once more for nothing.
            var current = await versions.CurrentAsync(cancellationToken).ConfigureAwait(false);
            if (_loaded is { } loaded && loaded.IsOf(current, names))
                return loaded.Value;
            var value = await load(cancellationToken).ConfigureAwait(false);
            _loaded = new Loaded(value, [.. names.Select(name => current.GetValueOrDefault(name))]);
            return value;
        }
        finally
        {
            _loading.Release();
        }
    }

    private sealed record Loaded(T Value, long[] Versions)
    {
        public bool IsOf(FrozenDictionary<string, long> current, string[] names)
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (current.GetValueOrDefault(names[i]) != Versions[i])
                    return false;
            }

            return true;
        }
    }
}
