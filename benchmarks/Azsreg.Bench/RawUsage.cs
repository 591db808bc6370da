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
internal static class RawUsage
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

    /// <summary>Records a second, the first batch not counted.</summary>
    public static async Task<double> OnSqliteAsync(string folder, UsageLoad load, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")}");
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("pragma journal_mode = wal; pragma synchronous = full; " + Table);
        // Only the inserts are measured, not the making of their values.
        var batches = load.Records.Select(batch => batch.Select(record => Values(record)).ToArray()).ToArray();
        Insert(connection, batches[0]);
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in batches.Skip(1))
            Insert(connection, batch);
        return batches.Skip(1).Sum(batch => batch.Length) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>Records a second over as many connections as there are stamps, the first batch of each not counted.</summary>
    public static async Task<double> OnPostgreSqlAsync(string database, IReadOnlyList<UsageLoad> loads, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var connection = await source.OpenConnectionAsync(cancellationToken))
            await connection.ExecuteAsync(Table);
        var batches = loads.Select((load, stamp) => load.Records.Select(batch => batch.Select(record => Values(record, stamp)).ToArray()).ToArray()).ToArray();
        var connections = new NpgsqlConnection[loads.Count];
        for (var i = 0; i < connections.Length; i++)
        {
            connections[i] = await source.OpenConnectionAsync(cancellationToken);
            await CopyAsync(connections[i], batches[i][0], cancellationToken);
        }

        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select((connection, i) => Task.Run(
            async () =>
            {
                foreach (var batch in batches[i].Skip(1))
                    await CopyAsync(connection, batch, cancellationToken);
            },
            cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (var connection in connections)
            await connection.DisposeAsync();
        return batches.Sum(one => one.Skip(1).Sum(batch => batch.Length)) / seconds;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, object[][] batch, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy raw_usage from stdin (format binary)", cancellationToken);
        foreach (var values in batch)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var value in values)
            {
                if (value is long number)
                    await copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken);
                else if (value is string text)
                    await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
                else
                    await copy.WriteNullAsync(cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
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

    private static object[] Values(UsageRecord record, long stamp = 1)
    {
        var content = record.ContentHash();
        return
        [
            stamp, (long)record.Id.Hour, (long)(ulong)(record.Id.Hash >> 64), (long)(ulong)record.Id.Hash, (long)(ulong)(content >> 64), (long)(ulong)content,
            "8f2a0000-0000-4000-8000-000000000a90", "Development", 500_000L, record.ResourceUri, UsageMeters.KeyOf(record.MeterId), record.SubscriptionId, record.TenantId!,
            record.Location, (object?)record.Tags ?? DBNull.Value, record.AdditionalInfo!, record.Quantity.Billionths, (long)record.Revision, record.ReportedTime.ToUnixTimeMilliseconds(),
        ];
    }
}
