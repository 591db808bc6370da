using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Identity.Tests;

/// <summary>The token service's data on a folder of its own, without a web host.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly DataFolder _folder;

    private TestStore(DataFolder folder, SqlDatabase database)
    {
        _folder = folder;
        Database = database;
        Services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Database)
            .AddSingleton(SecretProtector.Open(_folder))
            .AddIdentity(new IdentityOptions { PublicUrl = new Uri("https://localhost:1/"), PasswordIterations = 1000 })
            .BuildServiceProvider();
    }

    public TestClock Clock { get; } = new();

    public SqlDatabase Database { get; }

    public ServiceProvider Services { get; }

    public IdentityDirectory Accounts => Services.GetRequiredService<IdentityDirectory>();

    public static async Task<TestStore> CreateAsync(SqlEngine engine)
    {
        var folder = await TemplateFolder.CopyAsync();
        var store = new TestStore(folder, await TemplateFolder.DatabaseAsync(folder, engine));
        await store.Services.PrepareIdentityAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Database.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }
}
