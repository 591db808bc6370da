using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azsreg.Hosting;

/// <summary>
/// A role's database. Connections are pooled; every one has write-ahead logging, full durability, foreign keys and a bounded wait for locks.
/// </summary>
public sealed class SqlDatabase : IDisposable
{
    private static readonly object Configured = new();

    private readonly string _connectionString;

    // A pooled connection keeps its pragmas, so they are sent once for each physical connection, not at every open.
    private readonly ConditionalWeakTable<sqlite3, object> _configured = [];

    // SQLite has one writer. Waiting for one's turn here is fair and wakes at once; its own busy wait polls with growing naps.
    private readonly SemaphoreSlim _writer = new(1, 1);

    private SqlDatabase(SqlEngine engine, string connectionString)
    {
        Engine = engine;
        _connectionString = connectionString;
    }

    /// <summary>The engine, for the rare statement that must differ.</summary>
    public SqlEngine Engine { get; }

    /// <summary>A database in one file, which is made when first opened.</summary>
    /// <param name="path">The file, normally in a sub-folder of the <see cref="DataFolder"/>.</param>
    public static SqlDatabase Sqlite(string path) =>
        new(SqlEngine.Sqlite, new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString());

    /// <summary>Opens a connection, which the caller disposes.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default)
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

    /// <summary>
    /// Runs the work in one transaction that sees and holds the write lock from its first statement; commits when the work returns, rolls back
    /// when it throws. Must not be nested.
    /// </summary>
    public async Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _writer.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(connection, transaction);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc cref="TransactAsync{T}"/>
    public Task TransactAsync(Func<DbConnection, DbTransaction, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return TransactAsync(
            async (connection, transaction) =>
            {
                await work(connection, transaction);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Closes the pooled connections, so that the file can be moved or removed.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }
}
