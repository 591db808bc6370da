using System.Data.Common;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>One prepared statement a row: SQLite has no round trip that could be saved.</summary>
internal sealed class SqliteUsageTables : UsageTables
{
    // SQLite has one writer, and its transactions begin as such.
    public override Task LockAsync(DbTransaction transaction, long stamp) => Task.CompletedTask;

    public override Task<bool[]> InsertAsync(DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageRow> rows)
    {
        using var command = Command(transaction, $"insert into usage_records ({RecordColumns}) values ({Places(19)}) on conflict do nothing", 19);
        var values = command.Parameters;
        values[0].Value = stamp;
        values[1].Value = (long)receivedHour;
        var inserted = new bool[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, record) = (rows[i], rows[i].Record);
            var (idHigh, idLow) = UsageRow.Halves(record.Id.Hash);
            var (hashHigh, hashLow) = UsageRow.Halves(row.ContentHash);
            values[2].Value = (long)record.Id.Hour;
            values[3].Value = idHigh;
            values[4].Value = idLow;
            values[5].Value = hashHigh;
            values[6].Value = hashLow;
            values[7].Value = row.SubscriptionId;
            values[8].Value = row.BillingModel;
            values[9].Value = record.ResourceUri;
            values[10].Value = row.MeterKey;
            values[11].Value = record.SubscriptionId;
            values[12].Value = (object?)record.TenantId ?? DBNull.Value;
            values[13].Value = record.Location;
            values[14].Value = (object?)record.Tags ?? DBNull.Value;
            values[15].Value = (object?)record.AdditionalInfo ?? DBNull.Value;
            values[16].Value = record.Quantity.Billionths;
            values[17].Value = (long)record.Revision;
            values[18].Value = record.ReportedTime.ToUnixTimeMilliseconds();
            // Synchronous: this provider's asynchronous form is the same with a task around it.
            inserted[i] = command.ExecuteNonQuery() == 1;
        }

        return Task.FromResult(inserted);
    }

    public override Task<IReadOnlyDictionary<UsageRecordId, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageRecordId> ids)
    {
        using var command = Command(
            transaction, "select hash_high, hash_low from usage_records where stamp = @p0 and hour = @p1 and id_high = @p2 and id_low = @p3", 4);
        command.Parameters[0].Value = stamp;
        var found = new Dictionary<UsageRecordId, UInt128>();
        foreach (var id in ids)
        {
            var (high, low) = UsageRow.Halves(id.Hash);
            command.Parameters[1].Value = (long)id.Hour;
            command.Parameters[2].Value = high;
            command.Parameters[3].Value = low;
            using var reader = command.ExecuteReader();
            if (reader.Read())
                found.Add(id, UsageRow.Whole(reader.GetInt64(0), reader.GetInt64(1)));
        }

        return Task.FromResult<IReadOnlyDictionary<UsageRecordId, UInt128>>(found);
    }

    public override Task AddAsync(DbTransaction transaction, string table, long stamp, int received, IReadOnlyList<UsageSum> sums)
    {
        using var command = Command(transaction, Upsert(table, $"values ({Places(9)})"), 9);
        var values = command.Parameters;
        values[0].Value = stamp;
        values[1].Value = (long)received;
        foreach (var sum in sums)
        {
            values[2].Value = sum.SubscriptionId;
            values[3].Value = (long)sum.Used;
            values[4].Value = sum.MeterKey;
            values[5].Value = sum.LocalSubscription;
            values[6].Value = sum.BillingModel;
            values[7].Value = sum.Quantity;
            values[8].Value = sum.Records;
            command.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    private static string Places(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"@p{i}"));

    private static DbCommand Command(DbTransaction transaction, string sql, int parameters)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            var one = command.CreateParameter();
            one.ParameterName = $"@p{i}";
            command.Parameters.Add(one);
        }

        return command;
    }
}
