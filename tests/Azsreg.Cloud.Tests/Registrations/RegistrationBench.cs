using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>The registration service on a database of its own, without the wire.</summary>
internal sealed class RegistrationBench : IAsyncDisposable
{
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-registrations-").FullName;
    private readonly SqlDatabase _database;

    private RegistrationBench(RegistrationOptions options)
    {
        _database = SqlDatabase.Sqlite(Path.Combine(_folder, "cloud.db"));
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

    public static async Task<RegistrationBench> CreateAsync(RegistrationOptions? options = null, string quotaId = "PayAsYouGo_2014-09-01")
    {
        var bench = new RegistrationBench(options ?? new RegistrationOptions());
        foreach (var feature in new[] { "Snapshots", "Registrations", "Subscriptions", "Resources" })
            await SqlScripts.ApplyAsync(bench._database, typeof(RegistrationService).Assembly, $"Azsreg.Cloud.{feature}.Sql");
        await bench.Subscriptions.SaveAsync(
            new Subscription(SubscriptionId, "72f988aa-0000-4000-8000-000000000001", "Test", SubscriptionState.Enabled, quotaId));
        return bench;
    }

    public static ArmResourceId Id(string name = "one", string group = "azurestack") => ArmResourceId.Registration(SubscriptionId, group, name);

    /// <summary>A bench of an enterprise agreement's subscription that knows one agreement.</summary>
    public static async Task<RegistrationBench> WithAgreementAsync(string number, int? cores, TimeSpan term)
    {
        var bench = await CreateAsync(quotaId: SubscriptionOffers.EnterpriseAgreement);
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
