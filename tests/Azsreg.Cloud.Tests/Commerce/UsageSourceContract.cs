using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Tests.Commerce;

/// <summary>The numbers of resources and details, the same on every engine: whoever gave them and whatever became of the database, a record goes to its own resource.</summary>
public abstract class UsageSourceContract : IAsyncLifetime
{
    private const string Module = "Azsreg.Cloud.Commerce.Sql";

    protected SqlDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        Database?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A database no other test writes to.</summary>
    protected abstract ValueTask<SqlDatabase> OpenAsync();

    [Fact]
    public async Task Take_TwoReplicasByTurns_NumberSourcesAlike()
    {
        var bench = await UsageBench.CreateAsync(Database);
        var replicas = new[] { bench.Ledger, bench.NewReplica() };

        for (var i = 0; i < 8; i++)
            await bench.TakeAsync(Enumerable.Range(0, i + 1).Select(r => bench.Record($"/r{r}", r + 1, hour: bench.Hour.AddHours(-i))), number: i + 1, replica: replicas[i % 2]);

        (await DetailsAsync(bench)).ShouldBe(Enumerable.Range(0, 8).Select(r => ($"/r{r}", (r + 1) * (8 - r) / 1_000_000_000m)), ignoreOrder: true);
    }

    [Fact]
    public async Task Take_DatabaseBroughtBackToAnEarlierState_ForgetsWhatItNoLongerHolds()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync([bench.Record("/lost", 1), bench.Record("/lost2", 2)]);
        await ForgetAsync("usage_batches", "usage_records", "usage_sources", "usage_details", "usage_hourly", "usage_daily", "usage_accounts", "usage_stamps");
        await bench.TakeAsync([bench.Record("/other", 4), bench.Record("/lost2", 8)], replica: bench.NewReplica());

        await bench.TakeAsync([bench.Record("/lost", 16), bench.Record("/lost2", 32, revision: 1)], number: 2);

        (await DetailsAsync(bench)).ShouldBe([("/other", 4e-9m), ("/lost2", 40e-9m), ("/lost", 16e-9m)], ignoreOrder: true);
        (await bench.RecordsAsync()).ShouldBe(4);
    }

    [Fact]
    public async Task Take_TransactionThatWasGivenUp_LeavesNoNumbers()
    {
        var bench = await UsageBench.CreateAsync(Database);
        await bench.TakeAsync([bench.Record("/big", UsageTotals.Largest - 10)]);
        // The first try of this one ends at the bound of the roll-up, after its sources were given numbers.
        await bench.TakeAsync([bench.Record("/a", 6), bench.Record("/b", 6)], number: 2);

        await bench.TakeAsync([bench.Record("/c", 3, hour: bench.Hour.AddDays(-1)), bench.Record("/a", 1, hour: bench.Hour.AddDays(-1))], number: 3, replica: bench.NewReplica());
        await bench.TakeAsync([bench.Record("/c", 3, hour: bench.Hour.AddDays(-2))], number: 4);

        (await DetailsAsync(bench)).Where(row => row.Resource == "/c").Sum(row => row.Quantity).ShouldBe(6e-9m);
    }

    [Fact]
    public async Task Take_LetterCaseOfResourceAndDashesOfMeter_AreOneSource()
    {
        var bench = await UsageBench.CreateAsync(Database);

        await bench.TakeAsync([bench.Record("/subscriptions/a1/Ärger", 1), bench.Record("/SUBSCRIPTIONS/a1/äRGER", 2, revision: 1, meter: "fab6eb84500b4a09a8ca7358f8bbaea5")]);

        (await DetailsAsync(bench)).ShouldBe([("/subscriptions/a1/Ärger", 3e-9m)]);
    }

    [Fact]
    public async Task Take_TagsThatChange_StayOneRowOfTheResource()
    {
        var bench = await UsageBench.CreateAsync(Database);

        await bench.TakeAsync(Enumerable.Range(0, 5).Select(i => bench.Record("/r", 1, revision: i, tags: $$"""{"n":"{{i}}"}""")));

        (await DetailsAsync(bench)).ShouldBe([("/r", 5e-9m)]);
    }

    [Fact]
    public async Task Apply_RecordsOfTheFirstVersion_AreKeptAndCountedOnce()
    {
        // As the first version wrote it.
        var hour = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
        UsageRecord[] records =
        [
            Record("/Subscriptions/a1/R1", hour, 0, null), Record("/subscriptions/a1/r1", hour, 1, """{"env":"prod"}"""), Record("/subscriptions/a1/Ä", hour, 0, null),
            Record("/subscriptions/a1/r1", hour.AddHours(1), 0, """{"env":"prod"}"""),
        ];
        await SqlScripts.ApplyAsync(Database, typeof(RegistrationService).Assembly, "Azsreg.Cloud.Snapshots.Sql");
        await using (var connection = await Database.OpenAsync())
        {
            using var script = new StreamReader(typeof(RegistrationService).Assembly.GetManifestResourceStream(Module + ".0001-usage.sql")!);
            await connection.ExecuteAsync(await script.ReadToEndAsync());
            await connection.ExecuteAsync("insert into schema_versions (module, version, name) values (@Module, 1, 'usage')", new { Module });
            await connection.ExecuteAsync("insert into usage_stamps (cloud_key, stamp) values ('before', 7)");
            await connection.ExecuteAsync("insert into usage_accounts (subscription_key, stamp) values (@Subscription, 7)", new { UsageBench.Subscription });
            foreach (var record in records)
                await InsertAsync(connection, record);
        }

        var bench = await UsageBench.CreateAsync(Database);
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("update usage_stamps set cloud_key = @CloudId where cloud_key = 'before'", new { bench.CloudId });
        var answer = await bench.TakeAsync(
            [.. records.Skip(1), records[0] with { Location = "elsewhere" }, Record("/SUBSCRIPTIONS/A1/ä", hour, 1, null), Record("/subscriptions/a1/r2", hour, 0, null)]);

        (answer.Accepted, answer.Repeated, answer.Refused.Count).ShouldBe((2, 3, 1));
        (await bench.TotalAsync()).ShouldBe(6 * 1.000000001m);
        (await DetailsAsync(bench)).Select(row => row.Quantity).ShouldBe([3 * 1.000000001m, 2 * 1.000000001m, 1.000000001m], ignoreOrder: true);
    }

    private static UsageRecord Record(string resource, DateTimeOffset hour, int revision, string? tags) => UsageRecord.Create(
        resource, "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", hour, new UsageQuantity(1_000_000_001), UsageBench.LocalSubscription, null, "redmond", hour, revision, tags);

    private static async Task InsertAsync(System.Data.Common.DbConnection connection, UsageRecord record)
    {
        var (idHigh, idLow) = UsageRow.Halves(record.Id.Hash);
        var (hashHigh, hashLow) = UsageRow.Halves(record.ContentHash());
        var row = new
        {
            hour = (long)record.Id.Hour, day = (long)UsageRollUps.Day(record.Id.Hour), idHigh, idLow, hashHigh, hashLow, UsageBench.Subscription, record.ResourceUri,
            meter = UsageMeters.KeyOf(record.MeterId), local = record.SubscriptionId, record.Location, record.Tags, record.Quantity.Billionths, revision = (long)record.Revision,
            reported = record.ReportedTime.ToUnixTimeMilliseconds(),
        };
        await connection.ExecuteAsync(
            """
            insert into usage_records (stamp, hour, id_high, id_low, hash_high, hash_low, subscription_key, billing_model, received_hour, resource, meter_key,
              local_subscription, location, tags, quantity, revision, reported_at)
            values (7, @hour, @idHigh, @idLow, @hashHigh, @hashLow, @Subscription, 'Development', @hour, @ResourceUri, @meter, @local, @Location, @Tags, @Billionths, @revision, @reported)
            """,
            row);
        foreach (var (table, unit) in new[] { ("usage_hourly", "@hour"), ("usage_daily", "@day") })
        {
            await connection.ExecuteAsync(
                $"""
                insert into {table} (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records)
                values (7, @Subscription, {unit}, {unit}, @meter, @local, 'Development', @Billionths, 1)
                on conflict (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
                do update set quantity = {table}.quantity + excluded.quantity, records = {table}.records + 1
                """,
                row);
        }
    }

    private async Task ForgetAsync(params string[] tables)
    {
        await using var connection = await Database.OpenAsync();
        foreach (var table in tables)
            await connection.ExecuteAsync("delete from " + table);
    }

    /// <summary>All usage by resource, summed over the days.</summary>
    private static async Task<IEnumerable<(string Resource, decimal Quantity)>> DetailsAsync(UsageBench bench)
    {
        var day = UsageRollUps.Day(UsageRecordId.HourOf(bench.Clock.Now));
        var rows = await bench.Reader.ByResourceAsync(UsageBench.Subscription, new UsageRange(true, 0, day + 1, true), null, 1000, default);
        return rows.GroupBy(row => (row.Used, row.Source)).Select(group => group.ShouldHaveSingleItem()).GroupBy(row => row.Resource!)
            .Select(group => (group.Key, group.Sum(row => row.Quantity)));
    }
}
