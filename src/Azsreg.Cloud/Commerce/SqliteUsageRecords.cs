using System.Data.Common;

namespace Azsreg.Cloud.Commerce;

/// <summary>One prepared statement a record: SQLite has no faster way in, as it has no round trip.</summary>
internal sealed class SqliteUsageRecords : UsageRecordStore
{
    private const string Insert =
        $"""
        insert into usage_records ({Columns})
        values (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18)
        on conflict do nothing
        """;

    public override Task<bool[]> InsertAsync(DbConnection connection, DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageRow> rows)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Insert;
        command.Transaction = transaction;
        var values = new DbParameter[19];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = command.CreateParameter();
            values[i].ParameterName = $"@p{i}";
            command.Parameters.Add(values[i]);
        }

        values[0].Value = stamp;
        values[8].Value = (long)receivedHour;
        var inserted = new bool[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, record) = (rows[i], rows[i].Record);
            var (idHigh, idLow) = UsageRow.Halves(record.Id.Hash);
            var (hashHigh, hashLow) = UsageRow.Halves(row.ContentHash);
            values[1].Value = (long)record.Id.Hour;
            values[2].Value = idHigh;
            values[3].Value = idLow;
            values[4].Value = hashHigh;
            values[5].Value = hashLow;
            values[6].Value = row.SubscriptionId;
            values[7].Value = row.BillingModel;
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
}
