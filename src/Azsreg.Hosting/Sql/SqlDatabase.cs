using System.Data;
using System.Data.Common;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>
/// A role's database. The SQL of the rooms runs on every engine: ids and texts are <c>text</c>, numbers, flags (0 and 1) and times (unix
/// milliseconds, UTC) are <c>bigint</c>, so that no type is mapped differently anywhere. A sum of <c>bigint</c> is cast back to it.
/// </summary>
public abstract class SqlDatabase : IDisposable
{
    private protected SqlDatabase(SqlEngine engine) => Engine = engine;

    /// <summary>The engine, for the rare statement that must differ.</summary>
    public SqlEngine Engine { get; }

    /// <summary>A database in one file, which is made when first opened.</summary>
    /// <param name="path">The file, normally in a sub-folder of the <see cref="DataFolder"/>.</param>
    /// <param name="committed">
    /// Told after each transaction which tables it has changed, on its thread; it must not wait. A table <c>without rowid</c>, and rows that go by
    /// <c>delete</c> without a condition, are not told.
    /// </param>
    public static SqlDatabase Sqlite(string path, Action<IReadOnlySet<string>>? committed = null) => new SqliteDatabase(path, committed);

    /// <summary>A database on a PostgreSQL server; nothing is connected to yet.</summary>
    /// <param name="connectionString">Npgsql's keywords: <c>Host=…;Database=…;Username=…;Password=…</c>.</param>
    /// <param name="random">Spreads repeated tries; <see cref="Random.Shared"/> where null.</param>
    /// <exception cref="CataloguedException">It is no connection string, or names no host (AZR1051).</exception>
    public static SqlDatabase PostgreSql(Secret connectionString, Random? random = null) =>
        new PostgreSqlDatabase(connectionString, random ?? Random.Shared);

    /// <summary>Refuses a database that cannot hold a role's data, before anything is written to it.</summary>
    /// <exception cref="CataloguedException">
    /// It cannot be reached (AZR1050), refuses the sign-in (AZR1052), does not exist (AZR1053), gives no right to make tables (AZR1054), or
    /// keeps texts or commits in a way that would lose something (AZR1055).
    /// </exception>
    public abstract Task RequireFitAsync(CancellationToken cancellationToken = default);

    /// <summary>Opens a connection, which the caller disposes. Waits a few seconds for a server that is starting again.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs the work in one transaction; commits when the work returns, rolls back when it throws. It sees what no other transaction changes
    /// meanwhile, as if it ran alone: on SQLite it holds the write lock from its first statement, on PostgreSQL it is serializable and runs
    /// again where another came between, or where the server went away before the commit. So the work changes nothing but the database and
    /// what it returns. Must not be nested.
    /// </summary>
    public Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default) =>
        TransactAsync(IsolationLevel.Serializable, work, cancellationToken);

    /// <summary>
    /// The same at the isolation given, for work that holds against others by its own row locks and constraints. SQLite has one writer
    /// whatever is asked for.
    /// </summary>
    public abstract Task<T> TransactAsync<T>(
        IsolationLevel isolation, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="TransactAsync{T}(Func{DbConnection, DbTransaction, Task{T}}, CancellationToken)"/>
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

    /// <summary>Closes the pooled connections, so that a file can be moved or removed.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the engine holds.</summary>
    protected abstract void Dispose(bool disposing);
}
