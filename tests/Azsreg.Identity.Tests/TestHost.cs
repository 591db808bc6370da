using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Identity.Tests;

/// <summary>The token service on a port of its own, over TLS of a throw-away authority, with a small directory.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public static readonly Guid Contoso = new("72f988aa-0000-4000-8000-000000000001");
    public static readonly Guid Fabrikam = new("72f988aa-0000-4000-8000-000000000002");
    public static readonly Guid AutomationId = new("0197a7b2-0000-7000-8000-000000000001");
    public static readonly Secret Password = new("correct horse battery");
    public const string Owner = "owner@contoso.onmicrosoft.com";
    public const string WithCode = "mfa@contoso.onmicrosoft.com";
    public const string Personal = "sam@outlook.example";
    public const string Stranger = "ann@fabrikam.onmicrosoft.com";
    public const string PowerShell = WellKnown.AzurePowerShellClientId;
    public const string Arm = "https://management.core.windows.net/";
    public const string ArmScope = "https://management.core.windows.net//.default";

    // RFC 6238 appendix B's secret, "12345678901234567890".
    public static readonly Secret TotpSecret = new("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    private readonly DataFolder _folder;
    private readonly LocalCertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly SqlDatabase _database;
    private readonly WebApplication _application;

    private TestHost(DataFolder folder, SqlDatabase database, Func<IdentityOptions, IdentityOptions>? configure)
    {
        _folder = folder;
        _authority = LocalCertificateAuthority.LoadOrCreate(_folder, Clock);
        _certificate = _authority.IssueServerCertificate();
        _database = database;
        var builder = new RoleHost { Folder = _folder, Clock = Clock, Certificate = _certificate }.CreateBuilder(out var listeners);
        Url = listeners.Url();
        var options = new IdentityOptions { PublicUrl = Url, PasswordIterations = 1000, DeviceCodeInterval = TimeSpan.FromSeconds(1) };
        builder.Services
            .AddSingleton(_database)
            .AddSingleton(SecretProtector.Open(_folder))
            .AddIdentity(configure?.Invoke(options) ?? options);
        _application = builder.Build();
        _application.MapIdentity();
        Http = Client();
    }

    public TestClock Clock { get; } = new();

    public Uri Url { get; }

    public HttpClient Http { get; }

    public IdentityDirectory Accounts => Service<IdentityDirectory>();

    public SignInAudit Audit => Service<SignInAudit>();

    public Application Automation { get; private set; } = null!;

    public static async Task<TestHost> StartAsync(Func<IdentityOptions, IdentityOptions>? configure = null, SqlEngine engine = SqlEngine.Sqlite)
    {
        var folder = await TemplateFolder.CopyAsync();
        var host = new TestHost(folder, await TemplateFolder.DatabaseAsync(folder, engine), configure);
        await host._application.StartAsync();
        host.Automation = (await host.Accounts.FindApplicationAsync(AutomationId))!;
        return host;
    }

    public T Service<T>() where T : notnull => _application.Services.GetRequiredService<T>();

    /// <summary>A client that trusts the throw-away authority only, follows nothing and remembers nothing.</summary>
    public HttpClient Client() => new(Handler()) { BaseAddress = Url };

    public SocketsHttpHandler Handler() => TrustedHttp.CreateHandler([_authority.Root], systemRoots: false);

    /// <summary>Posts a form to a token endpoint; the answer's JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Json)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>A user's tokens by password, the shortest way to some.</summary>
    public async Task<JsonObject> TokensAsync(string user = Owner, string scope = ArmScope + " openid offline_access")
    {
        var (status, json) = await PostAsync(
            "contoso.onmicrosoft.com/oauth2/v2.0/token",
            ("grant_type", "password"), ("client_id", PowerShell), ("scope", scope), ("username", user), ("password", Password.Reveal()));
        status.ShouldBe(HttpStatusCode.OK, json.ToJsonString());
        return json;
    }

    public string OneTimeCode()
    {
        Totp.TryParseSecret(TotpSecret, out var secret).ShouldBeTrue();
        return Totp.Code(secret, Totp.StepAt(Clock.GetUtcNow()));
    }

    /// <summary>A certificate for client assertions, valid around the test's clock.</summary>
    public X509Certificate2 ClientCertificate()
    {
        using var key = RSA.Create(2048);
        return new CertificateRequest("CN=azsreg-automation", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(30));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _database.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }
}
