using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Hosting;

/// <summary>
/// Brings a database to the form the program knows. Scripts are embedded resources <c>{prefix}.NNNN-name.sql</c>
/// (<c>&lt;EmbeddedResource Include="**/*.sql" /&gt;</c> makes <c>Azsreg.Cloud.Registrations.Sql.0001-registrations.sql</c> of
/// <c>Registrations/Sql/0001-registrations.sql</c>), go forward only, each in a transaction of its own. A script that cannot be the same on
/// every engine lies under its number in a folder of each: <c>Sql/Sqlite/0003-name.sql</c> and <c>Sql/PostgreSql/0003-name.sql</c>.
/// </summary>
public static partial class SqlScripts
{
    // Any number, the same in every version: "azsreg" in ASCII.
    private const long AdvisoryLock = 0x61_7A73_7265_67;

    /// <summary>Applies the scripts that were not applied yet. The prefix names the module: each module has its own row of versions.</summary>
    /// <param name="database">The database to bring forward.</param>
    /// <param name="assembly">Where the scripts are embedded.</param>
    /// <param name="resourcePrefix">What stands before <c>.NNNN-name.sql</c>, such as <c>Azsreg.Cloud.Registrations.Sql</c>.</param>
    /// <param name="cancellationToken">Stops between two scripts.</param>
    /// <exception cref="CataloguedException">The database was written by a newer version (AZR1004, AZR1056).</exception>
    /// <exception cref="InvalidOperationException">No script has the prefix, two have one number, or the engines' numbers differ.</exception>
    public static async Task ApplyAsync(
        SqlDatabase database, Assembly assembly, string resourcePrefix, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(assembly);
        var scripts = Find(assembly, resourcePrefix, database.Engine);
        await AloneAsync(
            database,
            (connection, transaction) => connection.ExecuteAsync(
                """
                create table if not exists schema_versions (
                    module  text not null,
                    version bigint not null,
                    name    text not null,
                    primary key (module, version))
                """,
                transaction: transaction),
            cancellationToken);

        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            var newest = await AppliedAsync(connection, null, resourcePrefix);
            if (newest > scripts[^1].Version)
            {
                throw new CataloguedException(
                    database.Engine == SqlEngine.Sqlite ? ErrorCatalogue.DataFolderNewer : ErrorCatalogue.DatabaseNewer,
                    $"'{resourcePrefix}' is at version {newest}; this program knows versions up to {scripts[^1].Version}.");
            }

            if (newest == scripts[^1].Version)
            {
                return;
            }
        }

        foreach (var script in scripts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AloneAsync(
                database,
                async (connection, transaction) =>
                {
                    // Read again under the lock: another process may have come first.
                    if (await AppliedAsync(connection, transaction, resourcePrefix) >= script.Version)
                    {
                        return 0;
                    }

                    // An index over a large table takes its time.
                    await connection.ExecuteAsync(Read(assembly, script.Resource), transaction: transaction, commandTimeout: 0);
                    return await connection.ExecuteAsync(
                        "insert into schema_versions (module, version, name) values (@module, @version, @name)",
                        new { module = resourcePrefix, version = script.Version, name = script.Name },
                        transaction);
                },
                cancellationToken);
        }
    }

    // Read committed: behind the lock it must see what its former holder has committed.
    private static Task<int> AloneAsync(SqlDatabase database, Func<DbConnection, DbTransaction, Task<int>> work, CancellationToken cancellationToken) =>
        database.TransactAsync(
            IsolationLevel.ReadCommitted,
            async (connection, transaction) =>
            {
                if (database.Engine == SqlEngine.PostgreSql)
                {
                    await connection.ExecuteAsync(
                        "select pg_advisory_xact_lock(@AdvisoryLock)", new { AdvisoryLock }, transaction, commandTimeout: 0);
                }

                return await work(connection, transaction);
            },
            cancellationToken);

    private static Task<long> AppliedAsync(DbConnection connection, DbTransaction? transaction, string module) =>
        connection.ExecuteScalarAsync<long>(
            "select coalesce(max(version), 0) from schema_versions where module = @module", new { module }, transaction);

    private static Script[] Find(Assembly assembly, string prefix, SqlEngine engine)
    {
        var portable = Named(assembly, prefix);
        var own = Enum.GetValues<SqlEngine>().ToDictionary(one => one, one => Named(assembly, $"{prefix}.{one}"));
        if (own.Values.FirstOrDefault(other => !other.Select(script => script.Version).Order().SequenceEqual(own[engine].Select(script => script.Version).Order())) is not null)
        {
            throw new InvalidOperationException($"The engines' own scripts of '{prefix}' do not have the same numbers.");
        }

        Script[] scripts = [.. portable.Concat(own[engine]).OrderBy(script => script.Version)];
        if (scripts.Length == 0)
        {
            throw new InvalidOperationException($"No resource of {assembly.GetName().Name} is named '{prefix}.NNNN-name.sql'.");
        }

        if (scripts.Zip(scripts.Skip(1)).FirstOrDefault(pair => pair.First.Version == pair.Second.Version) is { First: { } first, Second: { } second })
        {
            throw new InvalidOperationException($"'{first.Resource}' and '{second.Resource}' have one number.");
        }

        return scripts;
    }

    private static Script[] Named(Assembly assembly, string prefix) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix + ".", StringComparison.Ordinal))
            .Select(resource => (resource, match: NumberAndName().Match(resource[(prefix.Length + 1)..])))
            .Where(found => found.match.Success)
            .Select(found => new Script(
                long.Parse(found.match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture),
                found.match.Groups["name"].Value,
                found.resource)),
    ];

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^(?<number>\d{4})-(?<name>[a-z0-9-]+)\.sql\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAndName();

    private sealed record Script(long Version, string Name, string Resource);
}
