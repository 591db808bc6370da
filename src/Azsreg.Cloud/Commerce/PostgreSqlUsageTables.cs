using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Azsreg.Cloud.Commerce;

/// <summary>Records by COPY, all else by one statement with its columns as arrays: a round trip costs as much as ten rows.</summary>
internal sealed class PostgreSqlUsageTables : UsageTables
{
    private const string Records = "records";

    public override string ForUpdate => "for update";

    public override async Task<IReadOnlyDictionary<UsageKey, UInt128>> InsertAsync(
        DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageEntry> entries)
    {
        // COPY writes a page at once where an insert writes a row, but knows no "on conflict". Repeated records are rare, as a repeated batch never comes here;
        // and as the stamp's row is held, none can come between the question and the second COPY.
        await transaction.SaveAsync(Records);
        try
        {
            await CopyAsync(transaction, stamp, receivedHour, entries);
            return new Dictionary<UsageKey, UInt128>();
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await transaction.RollbackAsync(Records);
        }

        var there = await HashesAsync(transaction, stamp, entries);
        await CopyAsync(transaction, stamp, receivedHour, [.. entries.Where(entry => !there.ContainsKey(entry.Key))]);
        return there;
    }

    public override async Task<IReadOnlyDictionary<UsageKey, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageEntry> entries)
    {
        await using var command = Command(
            transaction,
            """
            select r.hour, r.source, r.revision, r.hash_high, r.hash_low
            from unnest(@hours, @sources, @revisions) as asked (hour, source, revision)
            join usage_records r on r.stamp = @stamp and r.hour = asked.hour and r.source = asked.source and r.revision = asked.revision
            """);
        Add(command, "stamp", stamp);
        Add(command, "hours", entries, entry => (long)entry.Key.Hour);
        Add(command, "sources", entries, entry => entry.Key.Source);
        Add(command, "revisions", entries, entry => (long)entry.Key.Revision);
        var found = new Dictionary<UsageKey, UInt128>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(new UsageKey((int)reader.GetInt64(0), reader.GetInt64(1), (int)reader.GetInt64(2)), UsageRow.Whole(reader.GetInt64(3), reader.GetInt64(4)));
        return found;
    }

    public override async Task AddSourcesAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageSource> sources)
    {
        await using var command = Command(
            transaction, $"insert into usage_sources ({SourceColumns}) select @stamp, * from unnest(@numbers, @highs, @lows, @resources, @meters)");
        Add(command, "stamp", stamp);
        Add(command, "numbers", sources, one => one.Number);
        Add(command, "highs", sources, one => UsageRow.Halves(one.Key).High);
        Add(command, "lows", sources, one => UsageRow.Halves(one.Key).Low);
        Add(command, "resources", sources, one => one.Resource);
        Add(command, "meters", sources, one => one.MeterKey);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task AddDetailsAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageDetails> details)
    {
        await using var command = Command(
            transaction,
            $"""
            insert into usage_details ({DetailColumns})
            select @stamp, * from unnest(@numbers, @highs, @lows, @subscriptions, @models, @locals, @tenants, @locations, @tags, @infos)
            """);
        Add(command, "stamp", stamp);
        Add(command, "numbers", details, one => one.Number);
        Add(command, "highs", details, one => UsageRow.Halves(one.Key).High);
        Add(command, "lows", details, one => UsageRow.Halves(one.Key).Low);
        Add(command, "subscriptions", details, one => one.Details.SubscriptionId);
        Add(command, "models", details, one => one.Details.BillingModel);
        Add(command, "locals", details, one => one.Details.LocalSubscription);
        Add(command, "tenants", details, one => one.Details.LocalTenant);
        Add(command, "locations", details, one => one.Details.Location);
        Add(command, "tags", details, one => one.Details.Tags);
        Add(command, "infos", details, one => one.Details.AdditionalInfo);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task AddAsync(DbTransaction transaction, string table, long stamp, int received, IReadOnlyList<UsageSum> sums)
    {
        await using var command = Command(
            transaction,
            Upsert(table, "select @stamp, @received, * from unnest(@subscriptions, @used, @meters, @locals, @models, @quantities, @records)"));
        Add(command, "stamp", stamp);
        Add(command, "received", (long)received);
        Add(command, "subscriptions", sums, sum => sum.SubscriptionId);
        Add(command, "used", sums, sum => (long)sum.Used);
        Add(command, "meters", sums, sum => sum.MeterKey);
        Add(command, "locals", sums, sum => sum.LocalSubscription);
        Add(command, "models", sums, sum => sum.BillingModel);
        Add(command, "quantities", sums, sum => sum.Quantity);
        Add(command, "records", sums, sum => sum.Records);
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task<Dictionary<UInt128, long>> NumbersAsync(
        DbTransaction transaction, string table, string column, long stamp, IReadOnlyList<UInt128> keys)
    {
        var found = new Dictionary<UInt128, long>();
        if (keys.Count == 0)
            return found;
        await using var command = Command(
            transaction,
            $"""
            select t.key_high, t.key_low, t.{column} from unnest(@highs, @lows) as asked (high, low)
            join {table} t on t.stamp = @stamp and t.key_high = asked.high and t.key_low = asked.low
            """);
        Add(command, "stamp", stamp);
        Add(command, "highs", keys, key => UsageRow.Halves(key).High);
        Add(command, "lows", keys, key => UsageRow.Halves(key).Low);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(UsageRow.Whole(reader.GetInt64(0), reader.GetInt64(1)), reader.GetInt64(2));
        return found;
    }

    private static async Task CopyAsync(DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageEntry> entries)
    {
        await using var copy = await ((NpgsqlConnection)transaction.Connection!).BeginBinaryImportAsync(
            $"copy usage_records ({RecordColumns}) from stdin (format binary)");
        foreach (var entry in entries)
            Write(copy, stamp, receivedHour, entry);
        await copy.CompleteAsync();
    }

    // Synchronous: what is written goes to a buffer of the connection, which the server empties as fast as it fills.
    private static void Write(NpgsqlBinaryImporter copy, long stamp, int receivedHour, UsageEntry entry)
    {
        var record = entry.Row.Record;
        var (hashHigh, hashLow) = UsageRow.Halves(entry.Row.ContentHash);
        copy.StartRow();
        copy.Write(stamp, NpgsqlDbType.Bigint);
        copy.Write((long)record.Id.Hour, NpgsqlDbType.Bigint);
        copy.Write(entry.Source, NpgsqlDbType.Bigint);
        copy.Write((long)record.Revision, NpgsqlDbType.Bigint);
        copy.Write(entry.Details, NpgsqlDbType.Bigint);
        copy.Write((long)receivedHour, NpgsqlDbType.Bigint);
        copy.Write(hashHigh, NpgsqlDbType.Bigint);
        copy.Write(hashLow, NpgsqlDbType.Bigint);
        copy.Write(record.Quantity.Billionths, NpgsqlDbType.Bigint);
        copy.Write(record.ReportedTime.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
    }

    private static DbCommand Command(DbTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private static void Add<TRow, TValue>(DbCommand command, string name, IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        Add(command, name, values);
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
