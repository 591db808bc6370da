using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>Puts records in, each id once. How many rows go in one statement differs by engine, the law does not.</summary>
internal abstract class UsageRecordStore
{
    /// <summary>The columns of the table, in order.</summary>
    protected const string Columns =
        """
        stamp, hour, id_high, id_low, hash_high, hash_low, subscription_key, billing_model, received_hour, resource, meter_key,
        local_subscription, local_tenant, location, tags, additional_info, quantity, revision, reported_at
        """;

    public static UsageRecordStore Of(SqlEngine engine) => engine switch
    {
        SqlEngine.Sqlite => new SqliteUsageRecords(),
        _ => throw new NotSupportedException($"No usage records on {engine}."),
    };

    /// <summary>Puts in what is not there yet.</summary>
    /// <param name="connection">The connection of the one transaction.</param>
    /// <param name="transaction">That transaction.</param>
    /// <param name="stamp">The stamp's number.</param>
    /// <param name="receivedHour">When, by commerce's clock.</param>
    /// <param name="rows">Rows of different ids, in the order of their ids.</param>
    /// <returns>For each row whether it was put in; false where its id is there already.</returns>
    public abstract Task<bool[]> InsertAsync(DbConnection connection, DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageRow> rows);

    /// <summary>The content hashes of those ids that are there.</summary>
    public static async Task<IReadOnlyDictionary<UsageRecordId, UInt128>> HashesAsync(
        DbConnection connection, DbTransaction transaction, long stamp, IEnumerable<UsageRecordId> ids)
    {
        var found = new Dictionary<UsageRecordId, UInt128>();
        foreach (var id in ids)
        {
            var (high, low) = UsageRow.Halves(id.Hash);
            var row = await connection.QuerySingleOrDefaultAsync<HashRow>(
                "select hash_high as High, hash_low as Low from usage_records where stamp = @stamp and hour = @hour and id_high = @high and id_low = @low",
                new { stamp, hour = (long)id.Hour, high, low },
                transaction);
            if (row is not null)
                found.Add(id, new UInt128((ulong)row.High, (ulong)row.Low));
        }

        return found;
    }

    private sealed record HashRow(long High, long Low);
}
