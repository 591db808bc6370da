using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.ArmServer;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>The provider behind the ARM pipeline on a TLS port of its own; sign-in, rights and subscriptions are this rig's.</summary>
public sealed class ProviderRig : IAsyncLifetime
{
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";
    public const string EnterpriseSubscriptionId = "8f2a0000-0000-4000-8000-000000000a91";
    public const string TenantId = "72f988aa-0000-4000-8000-000000000001";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-provider-").FullName;
    private readonly RSA _signer = RSA.Create(2048);
    private WebApplication _app = null!;
    private SqlDatabase _database = null!;
    private SecretProtector _protector = null!;
    private LocalCertificateAuthority _authority = null!;
    private X509Certificate2 _certificate = null!;
    private SocketsHttpHandler _handler = null!;
    private int _stamps;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Without a token.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public X509Certificate2 Root => _authority.Root;

    public IServiceProvider Services => _app.Services;

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
        builder.Services.AddArmServer(new ArmServerOptions { Addresses = () => new ArmAddresses(Url, Url, [Url.AbsoluteUri]) });
        builder.Services.AddSingleton<IAccessTokenKeys>(new Keys(new RsaSecurityKey(_signer) { KeyId = "rig" }));
        builder.Services.AddSingleton<IArmAuthorization, Rights>();
        builder.Services.AddSingleton<IArmSubscriptions, Subscriptions>();
        builder.Services.AddSingleton<IRegistrationOffers, Subscriptions>();
        builder.Services.AddRegistrations(new RegistrationOptions(), ActivationEndpoints.Of(() => Url, [_authority.Root]));
        builder.Services.AddMarketplace();
        foreach (var scripts in new[] { RegistrationServices.Scripts, MarketplaceServices.Scripts })
            await SqlScripts.ApplyAsync(_database, typeof(RegistrationServices).Assembly, scripts);
        _app = builder.Build();
        _app.UseArmServer();
        _app.MapRegistrations();
        _app.MapMarketplace();
        await _app.Services.GetRequiredService<ProductStore>().ReplaceAsync(SampleCatalogue.Read(), default);
        await _app.StartAsync();
        _handler = TrustedHttp.CreateHandler([_authority.Root]);
        Client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Url };
        Anonymous = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Url };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token("owner"));
    }

    public async ValueTask DisposeAsync()
    {
        Anonymous?.Dispose();
        Client?.Dispose();
        _handler?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _database.Dispose();
        _protector.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
        _signer.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A cloud id no other test has.</summary>
    public string NewCloudId() => $"00000000-0000-4000-8000-{Interlocked.Increment(ref _stamps):x12}";

    public static string PathOf(string name, string suffix = "", string group = "azurestack", string apiVersion = "2017-06-01") =>
        $"subscriptions/{SubscriptionId}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations/{name}{suffix}?api-version={apiVersion}";

    /// <summary>A token of a caller; the rig's rights go by the object id.</summary>
    public string Token(string who) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = $"{Url}{TenantId}/",
        Audience = Url.AbsoluteUri,
        Expires = DateTime.UnixEpoch.AddYears(100),
        Claims = new Dictionary<string, object> { ["oid"] = who, ["tid"] = TenantId, ["upn"] = who + "@contoso.onmicrosoft.com", ["scp"] = "user_impersonation" },
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(_signer) { KeyId = "rig" }, SecurityAlgorithms.RsaSha256),
    });

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> PutAsync(string name, RegistrationToken token, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, PathOf(name), Body(token.Encode()), headers);

    public static string Body(string token) => $$$"""{"location":"Global","properties":{"registrationToken":"{{{token}}}"}}""";

    private sealed class Keys(SecurityKey key) : IAccessTokenKeys
    {
        public ValueTask<IReadOnlyList<SecurityKey>> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SecurityKey>>([key]);
    }

    private sealed class Rights : IArmAuthorization
    {
        public ValueTask<bool> CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken) => ValueTask.FromResult(
            caller.ObjectId == "owner" || action.EndsWith("/read", StringComparison.Ordinal));
    }

    private sealed class Subscriptions : IArmSubscriptions, IRegistrationOffers
    {
        public ValueTask<ArmSubscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ArmSubscription?>(new ArmSubscription(subscriptionId.ToLowerInvariant(), TenantId));

        public ValueTask<string?> QuotaIdAsync(string subscriptionId, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(
            subscriptionId == EnterpriseSubscriptionId ? "EnterpriseAgreement_2014-09-01" : "PayAsYouGo_2014-09-01");
    }
}
