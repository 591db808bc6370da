using Azsreg.ArmServer;
using Azsreg.Cloud.Directory;
using Azsreg.Cloud.Marketplace;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Stores;

/// <summary>What every store of the Azure side keeps, on either engine, and what a second replica of it sees.</summary>
public abstract class StoreContract(SqlEngine engine) : IAsyncLifetime
{
    private const string Tenant = CloudFixture.Contoso;
    private static readonly string Subscription = "8f2a0000-0000-4000-8000-0000000000a1";

    private readonly string _path = System.IO.Directory.CreateTempSubdirectory("azsreg-stores-").FullName;
    private ServiceProvider _one = null!;
    private ServiceProvider _other = null!;

    private CloudStorage _storage = new();

    public async ValueTask InitializeAsync()
    {
        if (engine == SqlEngine.PostgreSql)
            _storage = new CloudStorage(new(await (await PostgreSqlServer.RequireAsync()).NewDatabaseAsync("stores", PrepareAsync)), Key);
        _one = Replica(_storage);
        _other = Replica(_storage);
        await _one.PrepareCloudAsync();
        await _other.PrepareCloudAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in (ServiceProvider?[])[_one, _other])
            await (replica?.DisposeAsync() ?? default);
        System.IO.Directory.Delete(_path, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Subscriptions_SavedChangedAndDeleted_AreFoundWhatTheyAre()
    {
        var store = _one.GetRequiredService<SubscriptionStore>();
        var made = new Subscription(Subscription, Tenant, "Stamps", SubscriptionState.Enabled, SubscriptionOffers.PayAsYouGo);
        await store.SaveAsync(made);
        await store.SaveAsync(made with { DisplayName = "Stämps", State = SubscriptionState.PastDue });

        (await store.FindAsync(Subscription.ToUpperInvariant())).ShouldBe(made with { DisplayName = "Stämps", State = SubscriptionState.PastDue });
        (await store.ListAsync(Tenant)).ShouldHaveSingleItem();

        await store.SaveAsync(made with { State = SubscriptionState.Deleted });
        (await store.FindAsync(Subscription)).ShouldBeNull();
    }

    [Fact]
    public async Task ResourceGroups_SavedTwice_KeepTheirLocation()
    {
        var store = _one.GetRequiredService<ResourceGroupStore>();
        (await store.SaveAsync(new ResourceGroup(Subscription, "azurestack", "westeurope"))).ShouldBeTrue();
        (await store.SaveAsync(new ResourceGroup(Subscription, "AzureStack", "eastus", new Dictionary<string, string> { ["a"] = "b" }))).ShouldBeFalse();

        var found = (await store.FindAsync(Subscription, "AZURESTACK")).ShouldNotBeNull();
        (found.Name, found.Location, found.Tags!["a"]).ShouldBe(("AzureStack", "westeurope", "b"));
    }

    [Fact]
    public async Task Locks_AtAndAboveAScope_AreListed()
    {
        var store = _one.GetRequiredService<LockStore>();
        var scope = $"/subscriptions/{Subscription}/resourceGroups/azurestack";
        (await store.SaveAsync(new ManagementLock(scope, "Keep", LockLevel.CanNotDelete, "notes", ["owner"]))).ShouldBeTrue();
        (await store.SaveAsync(new ManagementLock(scope.ToUpperInvariant(), "keep", LockLevel.ReadOnly, null, null))).ShouldBeFalse();

        (await store.ListAsync(scope + "/providers/x/y/z", below: false)).ShouldHaveSingleItem().Level.ShouldBe(LockLevel.ReadOnly);
        (await store.RemoveAsync(scope, "KEEP")).ShouldBeTrue();
        (await store.RemoveAsync(scope, "KEEP")).ShouldBeFalse();
    }

    [Fact]
    public async Task Assignments_GivenTwice_AreOne()
    {
        var store = _one.GetRequiredService<RoleAssignmentStore>();
        var scope = $"/subscriptions/{Subscription}";
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.GrantAsync(Tenant, scope, BuiltInRoles.Owner, "11111111-0000-4000-8000-000000000001")));

        (await store.ListAsync()).ShouldHaveSingleItem().RoleDefinitionId.ShouldBe(BuiltInRoles.Owner.Id);
    }

    [Fact]
    public async Task Providers_RegisteredAndUnregistered_SaySo()
    {
        var store = _one.GetRequiredService<ProviderRegistrations>();
        (await store.StateAsync(Subscription, "Microsoft.AzureStack")).ShouldBe(ProviderRegistrations.NotRegistered);
        await store.RegisterAsync(Subscription, "Microsoft.AzureStack");
        (await store.StateAsync(Subscription, "microsoft.azurestack")).ShouldBeOneOf("Registering", ProviderRegistrations.Registered);
        await store.UnregisterAsync(Subscription, "Microsoft.AzureStack");
        (await store.StateAsync(Subscription, "Microsoft.AzureStack")).ShouldBeOneOf("Unregistering", "Unregistered");
    }

    [Fact]
    public async Task Policies_ChangedAndRoleGivenTwice_AreKept()
    {
        var policies = _one.GetRequiredService<DirectoryPolicies>();
        var (tenant, user) = (Guid.Parse(Tenant), new Guid("11111111-0000-4000-8000-000000000001"));
        (await policies.UsersCanRegisterApplicationsAsync(tenant)).ShouldBeTrue();
        await policies.SetUsersCanRegisterApplicationsAsync(tenant, false);
        await policies.AddRoleAsync(tenant, user, DirectoryRole.ApplicationDeveloper);
        await policies.AddRoleAsync(tenant, user, DirectoryRole.ApplicationDeveloper);

        (await policies.UsersCanRegisterApplicationsAsync(tenant)).ShouldBeFalse();
        (await policies.RolesAsync(tenant, user)).ShouldBe([DirectoryRole.ApplicationDeveloper]);
    }

    [Fact]
    public async Task Products_PagedAndSearched_AreEachFoundOnce()
    {
        var store = _one.GetRequiredService<ProductStore>();
        var sample = SampleCatalogue.ToProducts(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await store.ReplaceSampleAsync(sample, default);
        var seen = new List<string>();
        string? after = null;
        while (await store.ListAsync(new ProductFilter(), after, 50, default) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(product => product.Name));
            after = page[^1].Key;
        }

        seen.ShouldBe(sample.OrderBy(product => product.Key, StringComparer.Ordinal).Select(product => product.Name));
        (await store.ListAsync(new ProductFilter { Words = ["WORDPRESS"] }, null, 100, default)).ShouldNotBeEmpty();
        (await store.ListAsync(new ProductFilter { Words = ["%"] }, null, 100, default)).ShouldBeEmpty();
        (await store.FindAsync(seen[0].ToUpperInvariant(), default)).ShouldNotBeNull();
    }

    /// <summary>Whoever was answered by one replica and is handed to the other finds what it did there.</summary>
    [Fact]
    public async Task Change_AtOneReplica_IsSeenByTheOther()
    {
        var scope = $"/subscriptions/{Subscription}";
        var caller = "22222222-0000-4000-8000-000000000002";
        var groups = _other.GetRequiredService<ResourceGroupStore>();
        var authorization = _other.GetRequiredService<IArmAuthorization>();
        var asked = new ArmCaller(caller, Tenant, null, null, null, IsServicePrincipal: false);
        (await groups.FindAsync(Subscription, "azurestack")).ShouldBeNull();
        (await authorization.CheckAsync(asked, "Microsoft.AzureStack/registrations/write", scope, default)).ShouldBeFalse();

        await _one.GetRequiredService<ResourceGroupStore>().SaveAsync(new ResourceGroup(Subscription, "azurestack", "westeurope"));
        await _one.GetRequiredService<RoleAssignmentStore>().GrantAsync(Tenant, scope, BuiltInRoles.Owner, caller);

        await SeenAsync(async () => await groups.FindAsync(Subscription, "azurestack") is not null);
        await SeenAsync(async () => await authorization.CheckAsync(asked, "Microsoft.AzureStack/registrations/write", scope, default));

        await _one.GetRequiredService<ResourceGroupStore>().RemoveAsync(Subscription, "azurestack", default);
        await SeenAsync(async () => await groups.FindAsync(Subscription, "azurestack") is null);
    }

    [Fact]
    public async Task SigningKeys_OfReplicas_AreTheSame() =>
        _other.GetRequiredService<SigningKeys>().PublicKeys.Select(key => key.KeyId)
            .ShouldBe(_one.GetRequiredService<SigningKeys>().PublicKeys.Select(key => key.KeyId));

    private protected abstract Task SeenAsync(Func<Task<bool>> seen);

    private string Key
    {
        get
        {
            // The same in every test: what the template's first replica sealed.
            var path = Path.Combine(_path, "secret.key");
            File.WriteAllBytes(path, [.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
            return path;
        }
    }

    private async Task PrepareAsync(string connectionString)
    {
        await using var template = Replica(new CloudStorage(new(connectionString), Key));
        await template.PrepareCloudAsync();
    }

    private ServiceProvider Replica(CloudStorage storage)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddCloud(new CloudOptions { Storage = storage }, DataFolder.Open(_path), new CloudAddresses(new Uri("https://localhost/")), []);
        return services.BuildServiceProvider();
    }
}
