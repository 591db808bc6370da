using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// A prepared statement that is run again and again. The provider's command looks every parameter up by its name at each run, which took
/// longer than the insert itself; here they go by their place, from 1.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public void Bind(int place, long value) => Check(raw.sqlite3_bind_int64(_statement, place, value));

    public void Bind(int place, string? value) =>
        Check(value is null ? raw.sqlite3_bind_null(_statement, place) : raw.sqlite3_bind_text(_statement, place, value));

    /// <summary>Runs a statement without rows; how many it changed.</summary>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        _ = raw.sqlite3_reset(_statement);
        Check(result);
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Steps to the next row; false, and ready to be bound anew, after the last.</summary>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        _ = raw.sqlite3_reset(_statement);
        Check(result);
        return false;
    }

    /// <summary>Ready to be bound anew without reading on.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(result, _database);
    }
}
