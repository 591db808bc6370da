using System.Globalization;
using Azsreg.Protocol;
using Dapper;
using Npgsql;

namespace Azsreg.Hosting;

/// <summary>What a PostgreSQL database must be to hold a role's data, and the names of what keeps it from that.</summary>
internal static class PostgreSqlFitness
{
    private const int LowestVersion = 14;

    public static async Task RequireAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var found = await connection.QuerySingleAsync<Found>(new CommandDefinition(
            """
            select current_setting('server_version_num')::bigint / 10000 as Version, pg_encoding_to_char(encoding) as Encoding,
                   datcollate as Collation, (select string_agg(t, '' order by t) from (values ('a'), ('B'), ('_'), ('-')) as sample (t)) as Ordered,
                   current_setting('fsync') as Fsync, current_setting('synchronous_commit') as Commit,
                   pg_is_in_recovery() as Standby, current_schema() as Schema, current_user::text as Account,
                   coalesce(has_schema_privilege(current_schema(), 'create'), false) as MayCreate
            from pg_database where datname = current_database()
            """,
            cancellationToken: cancellationToken));
        if (Problem(found) is { } problem)
            throw new CataloguedException(ErrorCatalogue.DatabaseUnfit, $"{Name(connection)}: {problem}");
        if (!found.MayCreate)
        {
            throw new CataloguedException(
                ErrorCatalogue.DatabaseRights,
                $"{Name(connection)}: '{found.Account}' may make no tables in {(found.Schema is null ? "any schema of its search path" : $"the schema '{found.Schema}'")}.");
        }
    }

    /// <summary>A server's refusal in the catalogue's words.</summary>
    public static CataloguedException Explain(NpgsqlException exception, string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var name = $"Database '{server.Database ?? server.Username}' at {server.Host}:{server.Port.ToString(CultureInfo.InvariantCulture)}";
        var entry = exception.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => ErrorCatalogue.DatabaseSignIn,
            PostgresErrorCodes.InvalidCatalogName => ErrorCatalogue.DatabaseMissing,
            PostgresErrorCodes.InsufficientPrivilege => ErrorCatalogue.DatabaseRights,
            _ => exception.Message.StartsWith("No password has been provided", StringComparison.Ordinal)
                ? ErrorCatalogue.DatabaseSignIn
                : ErrorCatalogue.DatabaseUnreachable,
        };
        return new CataloguedException(entry, $"{name}: {exception.InnerException?.Message ?? exception.Message}", inner: exception);
    }

    private static string? Problem(Found found)
    {
        if (found.Version < LowestVersion)
            return $"its server is PostgreSQL {found.Version}; the lowest that is known to work is {LowestVersion}.";
        if (found.Encoding != "UTF8")
            return $"its encoding is {found.Encoding}, not UTF8.";
        // Pages go by key in the order of the bytes; another order would skip or repeat entries, and change with the system's libraries.
        if (found.Ordered != "-B_a")
            return $"it sorts texts by the locale '{found.Collation}', not by their bytes (C).";
        if (found.Fsync == "off" || found.Commit == "off")
            return $"{(found.Fsync == "off" ? "fsync" : "synchronous_commit")} is off, so that what was confirmed could be lost.";
        return found.Standby ? "it is a standby, which takes no writes." : null;
    }

    private static string Name(NpgsqlConnection connection) => $"Database '{connection.Database}' at {connection.Host}:{connection.Port.ToString(CultureInfo.InvariantCulture)}";

    private sealed record Found
    {
        public required long Version { get; init; }
        public required string Encoding { get; init; }
        public required string Collation { get; init; }
        public required string Ordered { get; init; }
        public required string Fsync { get; init; }
        public required string Commit { get; init; }
        public required bool Standby { get; init; }
        public string? Schema { get; init; }
        public required string Account { get; init; }
        public required bool MayCreate { get; init; }
    }
}
