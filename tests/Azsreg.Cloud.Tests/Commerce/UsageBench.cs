using System.Security.Cryptography;
using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Cloud.Tests.Commerce;

/// <summary>The ledger on a database, without the wire. Two ledgers on one database stand for two replicas.</summary>
internal sealed class UsageBench
{
    public const string Subscription = RegistrationBench.SubscriptionId;
    public const string OtherSubscription = "8f2a0000-0000-4000-8000-000000000a92";
    public const string ThirdSubscription = "8f2a0000-0000-4000-8000-000000000a93";
    public const string Tenant = "72f988aa-0000-4000-8000-00000000000a";
    public static readonly Guid LocalSubscription = new("a1000000-0000-4000-8000-000000000001");
    public static readonly ArmResourceId Registration = ArmResourceId.Registration(Subscription, "azurestack", "one");

    private readonly SqlDatabase _database;
    private ECDsa? _key;

    private UsageBench(SqlDatabase database, ManualClock clock, string cloudId)
    {
        _database = database;
        Clock = clock;
        CloudId = cloudId;
        Options = new UsageOptions();
        Ledger = NewReplica();
        Reader = new UsageReader(database);
        Subscriptions = new SubscriptionStore(database, new SnapshotVersions(database, clock), clock);
        Registrations = new RegistrationService(
            new RegistrationStore(database), Subscriptions, new RegistrationOptions(), clock, NullLogger<RegistrationService>.Instance);
        Customers = new CustomerSubscriptionStore(database, clock);
    }

    public ManualClock Clock { get; }

    public string CloudId { get; }

    public UsageOptions Options { get; }

    public UsageLedger Ledger { get; }

    public UsageReader Reader { get; }

    public SubscriptionStore Subscriptions { get; }

    public RegistrationService Registrations { get; }

    public CustomerSubscriptionStore Customers { get; }

    /// <summary>The hour that runs.</summary>
    public DateTimeOffset Hour => UsageRecordId.HourStart(UsageRecordId.HourOf(Clock.Now));

    public static async Task<UsageBench> CreateAsync(SqlDatabase database, string model = "Development", ArmResourceId? registration = null, ECDsa? key = null)
    {
        foreach (var feature in new[] { "Snapshots", "Registrations", "Subscriptions", "Resources", "Commerce" })
            await SqlScripts.ApplyAsync(database, typeof(RegistrationService).Assembly, $"Azsreg.Cloud.{feature}.Sql");
        var bench = new UsageBench(database, new ManualClock(), Guid.NewGuid().ToString()) { _key = key };
        foreach (var id in new[] { Subscription, OtherSubscription, ThirdSubscription })
            await bench.Subscriptions.SaveAsync(new Subscription(id, "72f988aa-0000-4000-8000-000000000001", "Test", SubscriptionState.Enabled, SubscriptionOffers.PayAsYouGo));
        await bench.RegisterAsync(registration ?? Registration, model);
        return bench;
    }

    /// <summary>The tenant that is mapped.</summary>
    public Guid Mapped { get; } = new(Tenant);

    /// <summary>Bills the tenant to a subscription from now on.</summary>
    public Task MapAsync(string subscription) => Customers.PutAsync(Registration, new(subscription, Tenant, "\"e\""), default);

    /// <summary>Ends that.</summary>
    public Task UnmapAsync(string subscription) => Customers.DeleteAsync(RegistrationRecord.KeyOf(Registration), subscription, default);

    public UsageLedger NewReplica() => new(_database, Options, Clock, NullLogger<UsageLedger>.Instance);

    public async Task RegisterAsync(ArmResourceId registration, string model = "Development")
    {
        var token = Tokens.Signed(CloudId) with { BillingModel = model };
        await Registrations.PutAsync(
            registration, new RegistrationChange(_key is null ? (token with { Version = "1.0" }).Encode() : token.SignedBy(_key), null), default);
    }

    /// <summary>Writes a past of the registration: each model from its time on.</summary>
    public async Task SetPeriodsAsync(params (string Model, DateTimeOffset From)[] periods)
    {
        await using var connection = await _database.OpenAsync();
        await connection.ExecuteAsync("delete from registration_periods where cloud_key = @CloudId", new { CloudId });
        for (var i = 0; i < periods.Length; i++)
        {
            await connection.ExecuteAsync(
                """
                insert into registration_periods (cloud_key, from_at, to_at, subscription_key, resource_key, billing_model)
                values (@CloudId, @from, @to, @Subscription, @key, @model)
                """,
                new
                {
                    CloudId, from = periods[i].From.ToUnixTimeMilliseconds(), to = i + 1 < periods.Length ? periods[i + 1].From.ToUnixTimeMilliseconds() : (long?)null,
                    Subscription, key = RegistrationRecord.KeyOf(Registration), model = periods[i].Model,
                });
        }
    }

    public UsageRecord Record(
        string resource = "/subscriptions/a1/r1", long billionths = 1_000_000_001, int revision = 0, DateTimeOffset? hour = null, Guid? tenant = null,
        string meter = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", string? tags = null) =>
        UsageRecord.Create(resource, meter, hour ?? Hour, new UsageQuantity(billionths), LocalSubscription, tenant, "redmond", (hour ?? Hour).AddMinutes(70), revision, tags);

    /// <summary>A batch as commerce reads it.</summary>
    public async Task<UsageBatch> BatchAsync(IEnumerable<UsageRecord> records, long number = 1, string activation = "a1")
    {
        using var writer = new UsageBatchWriter();
        foreach (var record in records)
            writer.TryAdd(record).ShouldBeTrue();
        return await UsageBatchReader.ReadAsync(new MemoryStream(writer.Finish(CloudId, activation, number, UsageBatchHeader.NoPrevious).Content));
    }

    public async Task<UsageBatchAnswer> TakeAsync(
        IEnumerable<UsageRecord> records, long number = 1, string activation = "a1", ArmResourceId? registration = null, UsageLedger? replica = null) =>
        Read(await (replica ?? Ledger).TakeAsync(registration ?? Registration, Tokens.ObjectId, await BatchAsync(records, number, activation), default));

    public static UsageBatchAnswer Read(string json) => UsageLedger.Read(json);

    /// <summary>All usage of a subscription, as readers see it: by meter in days and hours, and by resource. The three must agree.</summary>
    public async Task<decimal> TotalAsync(string subscription = Subscription)
    {
        var day = UsageRollUps.Day(UsageRecordId.HourOf(Clock.Now));
        var days = await Reader.ByMeterAsync(subscription, new UsageRange(true, 0, day + 1, false), null, 100_000, default);
        var hours = await Reader.ByMeterAsync(subscription, new UsageRange(false, 0, (day + 1) * 24, false), null, 100_000, default);
        var details = await Reader.ByResourceAsync(subscription, new UsageRange(true, 0, day + 1, true), null, 100_000, default);
        var total = days.Sum(row => row.Quantity);
        hours.Sum(row => row.Quantity).ShouldBe(total);
        details.Sum(row => row.Quantity).ShouldBe(total);
        return total;
    }

    public async Task<long> RecordsAsync()
    {
        await using var connection = await _database.OpenAsync();
        var rows = await connection.ExecuteScalarAsync<long>(
            "select count(*) from usage_records where stamp = (select stamp from usage_stamps where cloud_key = @CloudId)", new { CloudId });
        var counted = await connection.ExecuteScalarAsync<long>(
            "select cast(coalesce(sum(records), 0) as bigint) from usage_daily where stamp = (select stamp from usage_stamps where cloud_key = @CloudId)", new { CloudId });
        counted.ShouldBe(rows);
        return rows;
    }
}
