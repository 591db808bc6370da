using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace Azsreg.ArmServer.Tests;

/// <summary>An ARM server over TLS on a free port, with keys, subscriptions and rights of its own.</summary>
internal sealed class TestArm : IAsyncDisposable, IAccessTokenKeys, IArmAuthorization, IArmSubscriptions
{
    public const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    public const string OtherTenant = "72f988aa-0000-4000-8000-000000000002";
    public const string Caller = "11111111-0000-4000-8000-000000000001";
    public const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";
    public const string OtherSubscription = "8f2a0000-0000-4000-8000-000000000a91";
    public const string DisabledSubscription = "8f2a0000-0000-4000-8000-000000000a92";
    public const string Version = "api-version=2017-06-01";
    public const string SignIn = "https://sign-in.example/";
    public static readonly string Registration =
        $"/subscriptions/{Subscription}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/one";

    private static readonly ArmApiVersions Versions =
        ArmApiVersions.OfProvider("Microsoft.AzureStack/registrations", "2017-06-01", "2016-01-01").In("global");

    // Keys take long to make; one of each serves all tests.
    private static readonly RSA SigningKey = RSA.Create(2048);
    private static readonly X509Certificate2 ServerCertificate = MakeCertificate();

    private readonly string _path = Path.Combine(Path.GetTempPath(), "azsreg-arm-" + Path.GetRandomFileName());
    private readonly Action<IServiceCollection>? _services;
    private readonly Action<WebApplication>? _map;
    private readonly ArmRequestLimits _limits;
    private WebApplication _app = null!;

    private TestArm(ArmRequestLimits? limits, Action<IServiceCollection>? services, Action<WebApplication>? map)
    {
        _limits = limits ?? new ArmRequestLimits();
        _services = services;
        _map = map;
    }

    public SettableClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 14, 30, 15, TimeSpan.Zero));

    /// <summary>What was asked of the rights, as <c>action scope</c>.</summary>
    public List<string> Checks { get; } = [];

    public HttpClient Http { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public static async Task<TestArm> StartAsync(
        ArmRequestLimits? limits = null, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var arm = new TestArm(limits, services, map);
        await arm.StartAppAsync();
        return arm;
    }

    /// <summary>Stops the server and starts another on the same folder.</summary>
    public async Task RestartAsync()
    {
        Http.Dispose();
        await StopAppAsync();
        await StartAppAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAppAsync();
        Directory.Delete(_path, recursive: true);
    }

    public string Token(
        string tenant = Tenant, string audience = "https://management.azure.com/", TimeSpan? lifetime = null, RSA? key = null,
        string? issuer = null, string algorithm = SecurityAlgorithms.RsaSha256) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? $"{SignIn}{tenant}/",
            Audience = audience,
            Expires = (Clock.Now + (lifetime ?? TimeSpan.FromHours(1))).UtcDateTime,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? SigningKey) { KeyId = "test" }, algorithm),
            Claims = new Dictionary<string, object>
            {
                ["oid"] = Caller,
                ["tid"] = tenant,
                ["upn"] = "owner@contoso.onmicrosoft.com",
                ["appid"] = "1950a258-227b-4e31-a9cf-717495945fc2",
                ["scp"] = "user_impersonation",
            },
        });

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string pathAndQuery, string? json = null, string? authorization = "", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, pathAndQuery);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Length > 0 ? authorization : "Bearer " + Token());
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string pathAndQuery, string? authorization = "", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Get, pathAndQuery, null, authorization, headers);

    public static async Task<(string Code, string Message)> ErrorAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        var error = JsonElement.Parse(text).GetProperty("error");
        return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    ValueTask<IReadOnlyList<SecurityKey>> IAccessTokenKeys.GetAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SecurityKey>>([new RsaSecurityKey(SigningKey.ExportParameters(false)) { KeyId = "test" }]);

    ValueTask<bool> IArmAuthorization.CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken)
    {
        lock (Checks)
            Checks.Add($"{action} {scope}");
        return ValueTask.FromResult(!action.EndsWith("/delete", StringComparison.Ordinal));
    }

    ValueTask<ArmSubscription?> IArmSubscriptions.FindAsync(string subscriptionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(subscriptionId.ToLowerInvariant() switch
        {
            Subscription => new ArmSubscription(Subscription, Tenant),
            OtherSubscription => new ArmSubscription(OtherSubscription, OtherTenant),
            DisabledSubscription => new ArmSubscription(DisabledSubscription, Tenant, IsDisabled: true),
            _ => null,
        });

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>Disposal alone waits for none of its services: one of them could still write while the folder is opened again or deleted.</summary>
    private async Task StopAppAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task StartAppAsync()
    {
        var folder = DataFolder.Open(_path);
        var host = new RoleHost { Folder = folder, Clock = Clock, Certificate = ServerCertificate };
        var builder = host.CreateBuilder(out var listeners);
        Url = listeners.Url();
        builder.Services.AddSingleton(_ => SqlDatabase.Sqlite(Path.Combine(folder.Cloud, "arm.db")));
        builder.Services.AddSingleton<IAccessTokenKeys>(this);
        builder.Services.AddSingleton<IArmAuthorization>(this);
        builder.Services.AddSingleton<IArmSubscriptions>(this);
        builder.Services.AddArmServer(new ArmServerOptions
        {
            Addresses = () => new ArmAddresses(Url, new Uri(SignIn), ["https://management.azure.com/", Url.AbsoluteUri]),
            Limits = _limits,
            MaxRequestBodySize = 4096,
            OperationPollInterval = TimeSpan.FromMilliseconds(1500),
        });
        builder.Services.AddArmOperations();
        _services?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseArmServer();
        _app.MapArmOperations();
        Map();
        _map?.Invoke(_app);
        await _app.StartAsync();
        Http = new HttpClient(TrustedHttp.CreateHandler([ServerCertificate], systemRoots: false)) { BaseAddress = Url };
    }

    private void Map()
    {
        const string one = "/subscriptions/{s}/resourceGroups/{rg}/providers/Microsoft.AzureStack/registrations/{name}";
        _app.MapGet(one, (ArmRequest request, string name) => name == "missing"
            ? throw ArmErrors.ResourceNotFound($"Microsoft.AzureStack/registrations/{name}", request.ResourceGroupName)
            : ArmResults.Ok(new { name })).RequireArm("Microsoft.AzureStack/registrations/read", Versions);
        _app.MapArm("PUT", one, async request => ArmResults.Created((await request.ReadAsync<Body>()).Location))
            .RequireArm("Microsoft.AzureStack/registrations/write", Versions);
        _app.MapArm("DELETE", one, _ => Task.FromResult(ArmResults.NoContent()))
            .RequireArm("Microsoft.AzureStack/registrations/delete", Versions);
        _app.MapArm("POST", one + "/getactivationkey", _ => throw new InvalidOperationException("the secret reason"))
            .RequireArm("Microsoft.AzureStack/registrations/getActivationKey/action", Versions);
        _app.MapArm("POST", one + "/enableremotemanagement", _ => throw new NpgsqlException("the secret host", new SocketException((int)SocketError.ConnectionRefused)))
            .RequireArm("Microsoft.AzureStack/registrations/enableRemoteManagement/action", Versions);
        _app.MapArm("GET", "/tenants", _ => Task.FromResult(ArmResults.Ok()))
            .RequireArm(null, ArmApiVersions.OfResourceManager("Microsoft.Resources/tenants", "2020-01-01"));
        _app.MapArm("GET", "/metadata/endpoints", _ => Task.FromResult(ArmResults.Ok("open")))
            .AllowAnonymousArm(ArmApiVersions.OfResourceManager("Microsoft.Resources/metadata", "2015-01-01"));
        _app.MapGet("/other", () => "not ARM");
    }

    private sealed record Body(string? Location, JsonElement? Properties);
}
