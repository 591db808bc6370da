using System.Data.Common;
using Azsreg.Hosting;

namespace Azsreg.Cloud.Commerce;

/// <summary>The growing tables. How rows reach them differs by engine, the law does not. What is said of one stamp is said by who holds its row.</summary>
internal abstract class UsageTables
{
    /// <summary>The columns of <c>usage_records</c>, in order.</summary>
    protected const string RecordColumns = "stamp, hour, source, revision, details, received_hour, hash_high, hash_low, quantity, reported_at";

    /// <summary>The columns of the roll-ups, in order; all but the last two are the key.</summary>
    protected const string SumColumns = "stamp, received, subscription_key, used, meter_key, local_subscription, billing_model, quantity, records";

    protected const string SourceColumns = "stamp, source, key_high, key_low, resource, meter_key";

    protected const string DetailColumns =
        "stamp, details, key_high, key_low, subscription_key, billing_model, local_subscription, local_tenant, location, tags, additional_info";

    public static UsageTables Of(SqlEngine engine) => engine == SqlEngine.PostgreSql ? new PostgreSqlUsageTables() : new SqliteUsageTables();

    /// <summary>What follows a select of the stamp's row, so that batches of one stamp go one after the other; they share rows of every table.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Puts in what is not there yet.</summary>
    /// <param name="transaction">The one transaction.</param>
    /// <param name="stamp">The stamp's number.</param>
    /// <param name="receivedHour">When, by commerce's clock.</param>
    /// <param name="entries">Rows of different keys, in their order.</param>
    /// <returns>The content hashes of those that were there already.</returns>
    public abstract Task<IReadOnlyDictionary<UsageKey, UInt128>> InsertAsync(
        DbTransaction transaction, long stamp, int receivedHour, IReadOnlyList<UsageEntry> entries);

    /// <summary>The content hashes of those that are there.</summary>
    public abstract Task<IReadOnlyDictionary<UsageKey, UInt128>> HashesAsync(DbTransaction transaction, long stamp, IReadOnlyList<UsageEntry> entries);

    /// <summary>The numbers of those sources that are known.</summary>
    public Task<Dictionary<UInt128, long>> SourceNumbersAsync(DbTransaction transaction, long stamp, IReadOnlyList<UInt128> keys) =>
        NumbersAsync(transaction, "usage_sources", "source", stamp, keys);

    /// <summary>The numbers of those details that are known.</summary>
    public Task<Dictionary<UInt128, long>> DetailNumbersAsync(DbTransaction transaction, long stamp, IReadOnlyList<UInt128> keys) =>
        NumbersAsync(transaction, "usage_details", "details", stamp, keys);

    /// <summary>Puts in sources that are not known.</summary>
    public abstract Task AddSourcesAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageSource> sources);

    /// <summary>Puts in details that are not known.</summary>
    public abstract Task AddDetailsAsync(DbTransaction transaction, long stamp, IReadOnlyList<NewUsageDetails> details);

    /// <summary>Adds sums to a roll-up.</summary>
    /// <param name="transaction">The one transaction.</param>
    /// <param name="table"><c>usage_hourly</c> or <c>usage_daily</c>.</param>
    /// <param name="stamp">The stamp's number.</param>
    /// <param name="received">The hour or day by commerce's clock.</param>
    /// <param name="sums">In the order of their keys.</param>
    public abstract Task AddAsync(DbTransaction transaction, string table, long stamp, int received, IReadOnlyList<UsageSum> sums);

    protected abstract Task<Dictionary<UInt128, long>> NumbersAsync(DbTransaction transaction, string table, string column, long stamp, IReadOnlyList<UInt128> keys);

    protected static string Upsert(string table, string values) =>
        $"""
        insert into {table} ({SumColumns}) {values}
        on conflict (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
        do update set quantity = {table}.quantity + excluded.quantity, records = {table}.records + excluded.records
        """;
}
