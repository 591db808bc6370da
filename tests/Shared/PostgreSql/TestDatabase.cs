using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Tests.Shared;

/// <summary>A database of a test's own, on the engine its contract runs on.</summary>
internal static class TestDatabase
{
    /// <summary>An empty one.</summary>
    /// <param name="engine">PostgreSQL skips the test by name where it is not installed.</param>
    /// <param name="file">The SQLite file.</param>
    public static async Task<SqlDatabase> NewAsync(SqlEngine engine, string file) => engine == SqlEngine.Sqlite
        ? SqlDatabase.Sqlite(file)
        : SqlDatabase.PostgreSql(new Secret(await (await PostgreSqlServer.RequireAsync()).NewDatabaseAsync()));

    /// <summary>A PostgreSQL database that is a copy of a prepared one.</summary>
    public static async Task<SqlDatabase> CopyAsync(string template, Func<SqlDatabase, Task> prepare) =>
        SqlDatabase.PostgreSql(new Secret(await (await PostgreSqlServer.RequireAsync()).NewDatabaseAsync(template, async connectionString =>
        {
            using var database = SqlDatabase.PostgreSql(new Secret(connectionString));
            await prepare(database);
        })));
}
