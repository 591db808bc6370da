using System.Data.Common;
using System.Diagnostics;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Azsreg.Bench;

/// <summary>
/// The limit of the engine: the same records, one row each with all they say and to whom they are billed, into a table with their identity as key, by prepared inserts
/// on SQLite, by COPY on PostgreSQL. Commerce keeps repeated texts once and can come close to it, or pass it.
/// </summary>
internal sealed class RawUsage : IAsyncDisposable
{
    private const int Columns = 19;

    private const string Table =
        """
        create table raw_usage (
          stamp bigint not null, hour bigint not null, id_high bigint not null, id_low bigint not null, hash_high bigint not null, hash_low bigint not null,
          subscription_key text not null, billing_model text not null, received_hour bigint not null, resource text not null, meter_key text not null,
          local_subscription text not null, local_tenant text null, location text not null, tags text null, additional_info text null,
          quantity bigint not null, revision bigint not null, reported_at bigint not null,
          primary key (stamp, hour, id_high, id_low))
        """;

    private readonly DbConnection[] _connections;

    private RawUsage(DbConnection[] connections) => _connections = connections;

    /// <summary>A file of its own in the folder, written by one connection.</summary>
    public static async Task<RawUsage> OnSqliteAsync(string folder, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")}");
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("pragma journal_mode = wal; pragma synchronous = full; " + Table);
        return new RawUsage([connection]);
    }

    /// <summary>A table of its own in the database, written by as many connections as there are stamps.</summary>
    public static async Task<RawUsage> OnPostgreSqlAsync(string database, int stamps, CancellationToken cancellationToken)
    {
        var connections = new DbConnection[stamps];
        for (var i = 0; i < stamps; i++)
        {
            connections[i] = new NpgsqlConnection(database);
            await connections[i].OpenAsync(cancellationToken);
        }

        await connections[0].ExecuteAsync(Table);
        return new RawUsage(connections);
    }

    /// <summary>Puts in batches of each stamp, over a connection each; how long that took.</summary>
    public async Task<TimeSpan> PutAsync(UsageLoad[] loads, int from, int to, CancellationToken cancellationToken)
    {
        // Only the writing is measured, not the making of the values.
        var batches = loads.Select((load, stamp) => load.Records[from..to].Select(batch => batch.Select(record => Values(record, stamp)).ToArray()).ToArray()).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(_connections.Select((connection, i) => Task.Run(
            async () =>
            {
                foreach (var batch in batches[i])
                {
                    if (connection is NpgsqlConnection server)
                        await CopyAsync(server, batch, cancellationToken);
                    else
                        Insert((SqliteConnection)connection, batch);
                }
            },
            cancellationToken)));
        return Stopwatch.GetElapsedTime(began);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, object[][] batch, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy raw_usage from stdin (format binary)", cancellationToken);
        foreach (var values in batch)
            Write(copy, values);
        await copy.CompleteAsync(cancellationToken);
    }

    // Synchronous: awaiting each value takes longer than writing it.
    private static void Write(NpgsqlBinaryImporter copy, object[] values)
    {
        copy.StartRow();
        foreach (var value in values)
        {
            if (value is long number)
                copy.Write(number, NpgsqlDbType.Bigint);
            else if (value is string text)
                copy.Write(text, NpgsqlDbType.Text);
            else
                copy.WriteNull();
        }
    }

    private static void Insert(SqliteConnection connection, object[][] batch)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"insert into raw_usage values ({string.Join(", ", Enumerable.Range(0, Columns).Select(i => $"@p{i}"))})";
        for (var i = 0; i < Columns; i++)
            command.Parameters.Add(new SqliteParameter($"@p{i}", null));
        foreach (var values in batch)
        {
            for (var i = 0; i < Columns; i++)
                command.Parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static object[] Values(UsageRecord record, long stamp)
    {
        var content = record.ContentHash();
        return
        [
            stamp, (long)record.Id.Hour, (long)(ulong)(record.Id.Hash >> 64), (long)(ulong)record.Id.Hash, (long)(ulong)(content >> 64), (long)(ulong)content,
            UsageCloud.Subscription, "Development", 500_000L, record.ResourceUri, UsageMeters.KeyOf(record.MeterId), record.SubscriptionId, record.TenantId!,
            record.Location, (object?)record.Tags ?? DBNull.Value, record.AdditionalInfo!, record.Quantity.Billionths, (long)record.Revision, record.ReportedTime.ToUnixTimeMilliseconds(),
        ];
    }
}
