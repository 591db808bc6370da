using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>The registration service on a database of its own, without the wire.</summary>
internal sealed class RegistrationBench : IAsyncDisposable
{
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";

    private readonly string _folder;
    private readonly SqlDatabase _database;

    private RegistrationBench(RegistrationOptions options, string folder, SqlDatabase database)
    {
        _folder = folder;
        _database = database;
        Store = new RegistrationStore(_database);
        Agreements = new AgreementStore(_database);
        var versions = new SnapshotVersions(_database, Clock);
        Locks = new LockStore(_database, versions);
        Subscriptions = new SubscriptionStore(_database, versions, Clock);
        Service = new RegistrationService(Store, Subscriptions, options, Clock, NullLogger<RegistrationService>.Instance);
    }

    public ManualClock Clock { get; } = new();

    public SubscriptionStore Subscriptions { get; }

    public RegistrationStore Store { get; }

    public RegistrationService Service { get; }

    public AgreementStore Agreements { get; }

    public LockStore Locks { get; }

    public SqlDatabase Database => _database;

    public static async Task<RegistrationBench> CreateAsync(
        SqlEngine engine = SqlEngine.Sqlite, RegistrationOptions? options = null, string quotaId = "PayAsYouGo_2014-09-01")
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("azsreg-registrations-").FullName;
        var database = engine == SqlEngine.Sqlite
            ? SqlDatabase.Sqlite(Path.Combine(folder, "cloud.db"))
            : await TestDatabase.CopyAsync("registrations", ApplyAsync);
        if (engine == SqlEngine.Sqlite)
            await ApplyAsync(database);
        var bench = new RegistrationBench(options ?? new RegistrationOptions(), folder, database);
        await bench.Subscriptions.SaveAsync(
            new Subscription(SubscriptionId, "72f988aa-0000-4000-8000-000000000001", "Test", SubscriptionState.Enabled, quotaId));
        return bench;
    }

    private static async Task ApplyAsync(SqlDatabase database)
    {
        foreach (var feature in new[] { "Snapshots", "Registrations", "Subscriptions", "Resources" })
            await SqlScripts.ApplyAsync(database, typeof(RegistrationService).Assembly, $"Azsreg.Cloud.{feature}.Sql");
    }

    public static ArmResourceId Id(string name = "one", string group = "azurestack") => ArmResourceId.Registration(SubscriptionId, group, name);

    /// <summary>A bench of an enterprise agreement's subscription that knows one agreement.</summary>
    public static async Task<RegistrationBench> WithAgreementAsync(SqlEngine engine, string number, int? cores, TimeSpan term)
    {
        var bench = await CreateAsync(engine, quotaId: SubscriptionOffers.EnterpriseAgreement);
        await bench.Agreements.PutAsync(new CapacityAgreement(SubscriptionId, number, cores, bench.Clock.Now + term));
        return bench;
    }

    public async Task<RegistrationRecord> PutAsync(string token, string name = "one") =>
        (await Service.PutAsync(Id(name), new RegistrationChange(token, null), default)).Record;

    public async Task<ArmException> RefusedAsync(string token, string name = "one") =>
        await Should.ThrowAsync<ArmException>(() => PutAsync(token, name));

    public ValueTask DisposeAsync()
    {
        Subscriptions.Dispose();
        Locks.Dispose();
        _database.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
