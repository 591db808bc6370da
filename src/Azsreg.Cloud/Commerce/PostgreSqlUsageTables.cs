using System.Data.Common;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>One statement for all rows, their columns as arrays: a round trip costs as much as ten rows.</summary>
internal sealed class PostgreSqlUsageTables : UsageTables
{
    private const string Insert =
        $"""
        insert into usage_records ({RecordColumns})
        select @stamp, @receivedHour, * from unnest(
          @hours, @idHighs, @idLows, @hashHighs, @hashLows, @subscriptions, @models, @resources, @meters, @locals, @tenants, @locations, @tags, @infos,
          @quantities, @revisions, @reported)
        on conflict do nothing
        returning hour, id_high, id_low
        """;

    public override Task LockAsync(DbTransaction transaction, long stamp) =>
        transaction.Connection!.ExecuteAsync("select 1 from usage_stamps where stamp = @stamp for update", new { stamp }, transaction);

    public override async Task<bool[]> InsertAsync(DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageRow> rows)
    {
        await using var command = Command(transaction, Insert);
        Add(command, "stamp", stamp);
        Add(command, "receivedHour", (long)receivedHour);
        Add(command, "hours", rows, row => (long)row.Record.Id.Hour);
        Add(command, "idHighs", rows, row => UsageRow.Halves(row.Record.Id.Hash).High);
        Add(command, "idLows", rows, row => UsageRow.Halves(row.Record.Id.Hash).Low);
        Add(command, "hashHighs", rows, row => UsageRow.Halves(row.ContentHash).High);
        Add(command, "hashLows", rows, row => UsageRow.Halves(row.ContentHash).Low);
        Add(command, "subscriptions", rows, row => row.SubscriptionId);
        Add(command, "models", rows, row => row.BillingModel);
        Add(command, "resources", rows, row => row.Record.ResourceUri);
        Add(command, "meters", rows, row => row.MeterKey);
        Add(command, "locals", rows, row => row.Record.SubscriptionId);
        Add(command, "tenants", rows, row => row.Record.TenantId);
        Add(command, "locations", rows, row => row.Record.Location);
        Add(command, "tags", rows, row => row.Record.Tags);
        Add(command, "infos", rows, row => row.Record.AdditionalInfo);
        Add(command, "quantities", rows, row => row.Record.Quantity.Billionths);
        Add(command, "revisions", rows, row => (long)row.Record.Revision);
        Add(command, "reported", rows, row => row.Record.ReportedTime.ToUnixTimeMilliseconds());
        var added = new HashSet<UsageRecordId>(rows.Count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            added.Add(IdOf(reader));
        return [.. rows.Select(row => added.Contains(row.Record.Id))];
    }

    public override async Task<IReadOnlyDictionary<UsageRecordId, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageRecordId> ids)
    {
        await using var command = Command(
            transaction,
            """
            select r.hour, r.id_high, r.id_low, r.hash_high, r.hash_low
            from unnest(@hours, @highs, @lows) as asked (hour, high, low)
            join usage_records r on r.stamp = @stamp and r.hour = asked.hour and r.id_high = asked.high and r.id_low = asked.low
            """);
        Add(command, "stamp", stamp);
        Add(command, "hours", ids, id => (long)id.Hour);
        Add(command, "highs", ids, id => UsageRow.Halves(id.Hash).High);
        Add(command, "lows", ids, id => UsageRow.Halves(id.Hash).Low);
        var found = new Dictionary<UsageRecordId, UInt128>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(IdOf(reader), UsageRow.Whole(reader.GetInt64(3), reader.GetInt64(4)));
        return found;
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

    private static UsageRecordId IdOf(DbDataReader reader) => new((int)reader.GetInt64(0), UsageRow.Whole(reader.GetInt64(1), reader.GetInt64(2)));

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
