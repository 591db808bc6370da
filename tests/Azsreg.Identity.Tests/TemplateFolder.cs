using Azsreg.Hosting;
using Azsreg.Identity.Tests;
using Azsreg.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(TemplateFolder))]

namespace Azsreg.Identity.Tests;

/// <summary>
/// A data folder with authority, signing key and a small directory, made once and copied for each host: making keys took two thirds
/// of the tests' time.
/// </summary>
public sealed class TemplateFolder : IAsyncLifetime
{
    private readonly string _path = Directory.CreateTempSubdirectory("azsreg-identity-").FullName;

    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_path);
        var clock = new TestClock();
        using var authority = LocalCertificateAuthority.LoadOrCreate(folder, clock);
        using var certificate = authority.IssueServerCertificate();
        using var database = SqlDatabase.Sqlite(DatabaseIn(folder));
        await FillAsync(folder, database);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_path, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static string DatabaseIn(DataFolder folder) => Path.Combine(folder.Cloud, "cloud.db");

    /// <summary>What the template holds, on the engine asked for: a copy to write to.</summary>
    internal static async Task<SqlDatabase> DatabaseAsync(DataFolder copy, SqlEngine engine) => engine == SqlEngine.Sqlite
        ? SqlDatabase.Sqlite(DatabaseIn(copy))
        : await TestDatabase.CopyAsync("identity", database => FillAsync(copy, database));

    private static async Task FillAsync(DataFolder folder, SqlDatabase database)
    {
        var clock = new TestClock();
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(database)
            .AddSingleton(SecretProtector.Open(folder))
            .AddIdentity(new IdentityOptions { PublicUrl = new Uri("https://localhost:1/"), PasswordIterations = 1000 })
            .BuildServiceProvider();
        await services.PrepareIdentityAsync();
        await SeedAsync(services.GetRequiredService<IdentityDirectory>());
    }

    /// <summary>A copy of the template to write to.</summary>
    internal static async Task<DataFolder> CopyAsync()
    {
        var template = (await TestContext.Current.GetFixture<TemplateFolder>())!._path;
        var copy = Directory.CreateTempSubdirectory("azsreg-identity-").FullName;
        foreach (var file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(template, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return DataFolder.Open(copy);
    }

    private static async Task SeedAsync(IdentityDirectory accounts)
    {
        await accounts.CreateTenantAsync(TestHost.Contoso, "Contoso", ["contoso.onmicrosoft.com", "contoso.example"]);
        await accounts.CreateTenantAsync(TestHost.Fabrikam, "Fabrikam", ["fabrikam.onmicrosoft.com"]);
        await AddAsync(TestHost.Contoso, TestHost.Owner);
        await AddAsync(TestHost.Fabrikam, TestHost.Stranger);
        var second = await AddAsync(TestHost.Contoso, TestHost.WithCode);
        await accounts.SetSecondFactorAsync(second.TenantId, second.ObjectId, TestHost.TotpSecret);
        await accounts.InviteGuestAsync(TestHost.Contoso, await AddAsync(Tenant.PersonalAccountsId, TestHost.Personal));
        await accounts.CreateApplicationAsync(
            new NewApplication { TenantId = TestHost.Contoso, DisplayName = "azsreg-automation", AppId = TestHost.AutomationId });
        await accounts.CreateServicePrincipalAsync(TestHost.Contoso, TestHost.AutomationId);

        Task<User> AddAsync(Guid tenant, string name) => accounts.CreateUserAsync(
            new NewUser { TenantId = tenant, UserPrincipalName = name, DisplayName = name.Split('@')[0], Password = TestHost.Password });
    }
}
