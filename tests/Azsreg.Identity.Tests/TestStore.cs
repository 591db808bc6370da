using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Identity.Tests;

/// <summary>The token service's data on a folder of its own, without a web host.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("azsreg-identity-").FullName;

    private TestStore()
    {
        var folder = DataFolder.Open(_path);
        Database = SqlDatabase.Sqlite(Path.Combine(_path, "identity.db"));
        Services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Database)
            .AddSingleton(SecretProtector.Open(folder))
            .AddIdentity(new IdentityOptions { PublicUrl = new Uri("https://localhost:1/"), PasswordIterations = 1000 })
            .BuildServiceProvider();
    }

    public TestClock Clock { get; } = new();

    public SqlDatabase Database { get; }

    public ServiceProvider Services { get; }

    public IdentityDirectory Accounts => Services.GetRequiredService<IdentityDirectory>();

    public static async Task<TestStore> CreateAsync()
    {
        var store = new TestStore();
        await store.Services.PrepareIdentityAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Database.Dispose();
        Directory.Delete(_path, recursive: true);
    }
}
