using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azsreg.Hosting;

/// <summary>One file. Connections are pooled; every one has write-ahead logging, full durability, foreign keys and a bounded wait for locks.</summary>
internal sealed class SqliteDatabase(string path, Action<IReadOnlySet<string>>? committed) : SqlDatabase(SqlEngine.Sqlite)
{
    private static readonly object Configured = new();

    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();

    // A pooled connection keeps its pragmas, so they are sent once for each physical connection, not at every open.
    private readonly ConditionalWeakTable<sqlite3, object> _configured = [];

    // SQLite has one writer. Waiting for one's turn here is fair and wakes at once; its own busy wait polls with growing naps.
    private readonly SemaphoreSlim _writer = new(1, 1);

    // What the transaction under way has changed: a transaction is alone, a statement by itself may come beside it.
    private readonly Lock _changedGate = new();
    private HashSet<string> _changed = [];

    public override Task RequireFitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (!_configured.TryGetValue(connection.Handle!, out _))
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;";
                await command.ExecuteNonQueryAsync(cancellationToken);
                if (committed is not null)
                    raw.sqlite3_update_hook(connection.Handle, (strdelegate_update)((_, _, _, table, _) => Touched(table)), null);
                _configured.TryAdd(connection.Handle!, Configured);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task<T> TransactAsync<T>(
        IsolationLevel isolation, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        HashSet<string> changed;
        T result;
        await _writer.WaitAsync(cancellationToken);
        try
        {
            _ = TakeChanged();
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            result = await work(connection, transaction);
            await transaction.CommitAsync(cancellationToken);
            changed = TakeChanged();
        }
        finally
        {
            _writer.Release();
        }

        if (changed.Count > 0)
            committed?.Invoke(changed);
        return result;
    }

    private void Touched(string table)
    {
        lock (_changedGate)
        {
            _changed.Add(table);
        }
    }

    private HashSet<string> TakeChanged()
    {
        lock (_changedGate)
        {
            var changed = _changed;
            if (changed.Count > 0)
                _changed = [];
            return changed;
        }
    }

    protected override void Dispose(bool disposing)
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }
}
