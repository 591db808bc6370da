using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Azsreg.Cloud.Commerce;

/// <summary>One prepared statement a row: SQLite has no round trip that could be saved, and its provider's asynchronous form is the same with a task around it.</summary>
internal sealed class SqliteUsageTables : UsageTables
{
    private static readonly string InsertRecord = $"insert into usage_records ({RecordColumns}) values ({Places(10)}) on conflict do nothing";
    private static readonly string InsertSource = $"insert into usage_sources ({SourceColumns}) values ({Places(6)})";
    private static readonly string InsertDetails = $"insert into usage_details ({DetailColumns}) values ({Places(11)})";

    // SQLite has one writer, and its transactions begin as such.
    public override string ForUpdate => "";

    public override Task<IReadOnlyDictionary<UsageKey, UInt128>> InsertAsync(
        DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageEntry> entries)
    {
        using var insert = Prepare(transaction, InsertRecord);
        insert.Bind(1, stamp);
        insert.Bind(6, receivedHour);
        var there = new List<UsageEntry>();
        foreach (var entry in entries)
        {
            var record = entry.Row.Record;
            var (hashHigh, hashLow) = UsageRow.Halves(entry.Row.ContentHash);
            insert.Bind(2, record.Id.Hour);
            insert.Bind(3, entry.Source);
            insert.Bind(4, record.Revision);
            insert.Bind(5, entry.Details);
            insert.Bind(7, hashHigh);
            insert.Bind(8, hashLow);
            insert.Bind(9, record.Quantity.Billionths);
            insert.Bind(10, record.ReportedTime.ToUnixTimeMilliseconds());
            if (insert.Run() == 0)
                there.Add(entry);
        }

        return HashesAsync(transaction, stamp, there);
    }

    public override Task<IReadOnlyDictionary<UsageKey, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageEntry> entries)
    {
        var found = new Dictionary<UsageKey, UInt128>();
        if (entries.Count == 0)
            return Task.FromResult<IReadOnlyDictionary<UsageKey, UInt128>>(found);
        using var select = Prepare(transaction, "select hash_high, hash_low from usage_records where stamp = ? and hour = ? and source = ? and revision = ?");
        select.Bind(1, stamp);
        foreach (var key in entries.Select(entry => entry.Key))
        {
            select.Bind(2, key.Hour);
            select.Bind(3, key.Source);
            select.Bind(4, key.Revision);
            if (select.Read())
                found.Add(key, UsageRow.Whole(select.Number(0), select.Number(1)));
            select.Reset();
        }

        return Task.FromResult<IReadOnlyDictionary<UsageKey, UInt128>>(found);
    }

    public override Task AddSourcesAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageSource> sources)
    {
        using var insert = Prepare(transaction, InsertSource);
        insert.Bind(1, stamp);
        foreach (var source in sources)
        {
            var (high, low) = UsageRow.Halves(source.Key);
            insert.Bind(2, source.Number);
            insert.Bind(3, high);
            insert.Bind(4, low);
            insert.Bind(5, source.Resource);
            insert.Bind(6, source.MeterKey);
            insert.Run();
        }

        return Task.CompletedTask;
    }

    public override Task AddDetailsAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageDetails> details)
    {
        using var insert = Prepare(transaction, InsertDetails);
        insert.Bind(1, stamp);
        foreach (var (number, key, one) in details)
        {
            var (high, low) = UsageRow.Halves(key);
            insert.Bind(2, number);
            insert.Bind(3, high);
            insert.Bind(4, low);
            insert.Bind(5, one.SubscriptionId);
            insert.Bind(6, one.BillingModel);
            insert.Bind(7, one.LocalSubscription);
            insert.Bind(8, one.LocalTenant);
            insert.Bind(9, one.Location);
            insert.Bind(10, one.Tags);
            insert.Bind(11, one.AdditionalInfo);
            insert.Run();
        }

        return Task.CompletedTask;
    }

    public override Task AddAsync(DbTransaction transaction, string table, long stamp, int received, IReadOnlyList<UsageSum> sums)
    {
        using var upsert = Prepare(transaction, Upsert(table, $"values ({Places(9)})"));
        upsert.Bind(1, stamp);
        upsert.Bind(2, received);
        foreach (var sum in sums)
        {
            upsert.Bind(3, sum.SubscriptionId);
            upsert.Bind(4, sum.Used);
            upsert.Bind(5, sum.MeterKey);
            upsert.Bind(6, sum.LocalSubscription);
            upsert.Bind(7, sum.BillingModel);
            upsert.Bind(8, sum.Quantity);
            upsert.Bind(9, sum.Records);
            upsert.Run();
        }

        return Task.CompletedTask;
    }

    protected override Task<Dictionary<UInt128, long>> NumbersAsync(DbTransaction transaction, string table, string column, long stamp, IReadOnlyList<UInt128> keys)
    {
        var found = new Dictionary<UInt128, long>();
        if (keys.Count == 0)
            return Task.FromResult(found);
        using var select = Prepare(transaction, $"select {column} from {table} where stamp = ? and key_high = ? and key_low = ?");
        select.Bind(1, stamp);
        foreach (var key in keys)
        {
            var (high, low) = UsageRow.Halves(key);
            select.Bind(2, high);
            select.Bind(3, low);
            if (select.Read())
                found.Add(key, select.Number(0));
            select.Reset();
        }

        return Task.FromResult(found);
    }

    private static string Places(int count) => string.Join(", ", Enumerable.Repeat("?", count));

    private static SqliteStatement Prepare(DbTransaction transaction, string sql) => new((SqliteConnection)transaction.Connection!, sql);
}
