using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.Cloud.Directory;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Directory;

/// <summary>Graph and the real sign-in on one TLS port, with a tenant of its own.</summary>
public sealed class GraphRig : IAsyncLifetime
{
    public static readonly Guid TenantId = new("72f988aa-0000-4000-8000-000000000001");
    private static readonly Secret Password = new("correct horse battery staple");

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-graph-").FullName;
    private readonly Dictionary<string, string> _tokens = [];
    private WebApplication _app = null!;
    private SqlDatabase _database = null!;
    private SecretProtector _protector = null!;
    private LocalCertificateAuthority _authority = null!;
    private X509Certificate2 _certificate = null!;
    private HttpClient _client = null!;

    public Uri Url { get; private set; } = null!;

    public IdentityDirectory Directory { get; private set; } = null!;

    public DirectoryPolicies Policies { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_folder);
        _authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        _certificate = _authority.IssueServerCertificate();
        _database = SqlDatabase.Sqlite(Path.Combine(folder.Cloud, "cloud.db"));
        _protector = SecretProtector.Open(folder);
        var builder = new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = _certificate }.CreateBuilder(out var listeners);
        Url = listeners.Url();
        builder.Services.AddSingleton(_ => _database);
        builder.Services.AddSingleton(_ => _protector);
        builder.Services.AddIdentity(new IdentityOptions { PublicUrl = Url, PasswordIterations = 1000 });
        builder.Services.AddDirectory(new GraphOptions(() => Url));
        await SqlScripts.ApplyAsync(_database, typeof(DirectoryPolicies).Assembly, "Azsreg.Cloud.Directory.Sql");
        _app = builder.Build();
        _app.UseRouting();
        _app.MapIdentity();
        _app.MapDirectory();
        await _app.Services.PrepareIdentityAsync();
        Directory = _app.Services.GetRequiredService<IdentityDirectory>();
        Policies = _app.Services.GetRequiredService<DirectoryPolicies>();
        await SeedAsync();
        await _app.StartAsync();
        _client = new HttpClient(TrustedHttp.CreateHandler([_authority.Root])) { BaseAddress = Url };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _database.Dispose();
        _protector.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks Graph as <paramref name="who"/>; null asks without a token.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string? who, HttpMethod method, string path, string? body = null, string resource = "graph")
    {
        using var request = new HttpRequestMessage(method, "graph/v1.0/" + path);
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(who, resource));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (text.Length == 0)
            return ((int)response.StatusCode, default);
        using var document = JsonDocument.Parse(text);
        return ((int)response.StatusCode, document.RootElement.Clone());
    }

    /// <summary>Posts a form to the token endpoint.</summary>
    public async Task<JsonElement> SignInAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync(new Uri($"{TenantId}/oauth2/v2.0/token", UriKind.Relative), content);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=AzureBridge", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private async Task<string> TokenAsync(string who, string resource)
    {
        if (_tokens.TryGetValue(who + resource, out var token))
            return token;
        var answer = await SignInAsync(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = WellKnown.AzurePowerShellClientId,
            ["username"] = who.Contains('@', StringComparison.Ordinal) ? who : who + "@contoso.onmicrosoft.com",
            ["password"] = Password.Reveal(),
            ["scope"] = $"{Url}{resource}/.default",
        });
        return _tokens[who + resource] = answer.GetProperty("access_token").GetString()!;
    }

    private async Task SeedAsync()
    {
        await Directory.CreateTenantAsync(TenantId, "Contoso", ["contoso.onmicrosoft.com"]);
        var other = new Guid("72f988aa-0000-4000-8000-000000000002");
        await Directory.CreateTenantAsync(other, "Fabrikam", ["fabrikam.onmicrosoft.com"]);
        foreach (var name in new[] { "admin", "member", "second", "restricted" })
            await AddAsync(TenantId, name, "contoso");
        await Policies.AddRoleAsync(TenantId, (await FindAsync("admin")).ObjectId, DirectoryRole.GlobalAdministrator);
        await Directory.InviteGuestAsync(TenantId, await AddAsync(other, "visitor", "fabrikam"));
    }

    public async Task<User> FindAsync(string name) => (await Directory.FindUserByNameAsync(TenantId, name + "@contoso.onmicrosoft.com"))!;

    private Task<User> AddAsync(Guid tenant, string name, string domain) => Directory.CreateUserAsync(new NewUser
    {
        TenantId = tenant, UserPrincipalName = $"{name}@{domain}.onmicrosoft.com", DisplayName = name, Password = Password,
    });
}
