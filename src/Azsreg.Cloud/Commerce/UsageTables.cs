using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>The three growing tables. How many rows go in one statement differs by engine, the law does not.</summary>
internal abstract class UsageTables
{
    /// <summary>The columns of <c>usage_records</c>, in order.</summary>
    protected const string RecordColumns =
        """
        stamp, received_hour, hour, id_high, id_low, hash_high, hash_low, subscription_key, billing_model, resource, meter_key,
        local_subscription, local_tenant, location, tags, additional_info, quantity, revision, reported_at
        """;

    /// <summary>The columns of the roll-ups, in order; all but the last two are the key.</summary>
    protected const string SumColumns = "stamp, received, subscription_key, used, meter_key, local_subscription, billing_model, quantity, records";

    public static UsageTables Of(SqlEngine engine) => engine == SqlEngine.PostgreSql ? new PostgreSqlUsageTables() : new SqliteUsageTables();

    /// <summary>Puts in what is not there yet.</summary>
    /// <param name="transaction">The one transaction.</param>
    /// <param name="stamp">The stamp's number.</param>
    /// <param name="receivedHour">When, by commerce's clock.</param>
    /// <param name="rows">Rows of different ids, in the order of their ids.</param>
    /// <returns>For each row whether it was put in; false where its id is there already.</returns>
    public abstract Task<bool[]> InsertAsync(DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageRow> rows);

    /// <summary>The content hashes of those ids that are there.</summary>
    public abstract Task<IReadOnlyDictionary<UsageRecordId, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageRecordId> ids);

    /// <summary>Adds sums to a roll-up.</summary>
    /// <param name="transaction">The one transaction.</param>
    /// <param name="table"><c>usage_hourly</c> or <c>usage_daily</c>.</param>
    /// <param name="stamp">The stamp's number.</param>
    /// <param name="received">The hour or day by commerce's clock.</param>
    /// <param name="sums">In the order of their keys.</param>
    public abstract Task AddAsync(DbTransaction transaction, string table, long stamp, int received, IReadOnlyList<UsageSum> sums);

    /// <summary>Locks the stamp's row, so that batches of one stamp go one after the other; they share rows of every table.</summary>
    public abstract Task LockAsync(DbTransaction transaction, long stamp);

    protected static string Upsert(string table, string values) =>
        $"""
        insert into {table} ({SumColumns}) {values}
        on conflict (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
        do update set quantity = {table}.quantity + excluded.quantity, records = {table}.records + excluded.records
        """;
}
