using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Cloud;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Bench;

/// <summary>An Azure side of its own in this process, with one subscription whose stamps report usage by one service principal.</summary>
internal sealed class UsageCloud : IAsyncDisposable
{
    public const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";
    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";

    private readonly WebApplication _cloud;
    private readonly LocalCertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly HttpClient _http;
    private string _principal = "";
    private string _usageToken = "";

    private UsageCloud(string path, string? database)
    {
        (Path, Database) = (path, database);
        var data = DataFolder.Open(path);
        _authority = LocalCertificateAuthority.LoadOrCreate(data, TimeProvider.System);
        _certificate = _authority.IssueServerCertificate();
        // Replicas on one database need a URL that is known beforehand.
        var port = FreePort();
        var host = new RoleHost
        {
            Folder = data, Clock = TimeProvider.System, Certificate = _certificate, Trust = [_authority.Root], Port = port,
            PublicUrl = new Uri(FormattableString.Invariant($"https://localhost:{port}/")),
        };
        const int noLimit = int.MaxValue;
        _cloud = CloudRole.Build(
            new CloudOptions { RequestLimits = new ArmRequestLimits { Reads = noLimit, Writes = noLimit, Deletes = noLimit }, Storage = new CloudStorage(database is null ? null : new Secret(database)) }, host);
        _http = NewClient(host.PublicUrl);
    }

    /// <summary>Its data folder.</summary>
    public string Path { get; }

    /// <summary>Its PostgreSQL database; null on SQLite.</summary>
    public string? Database { get; }

    public static async Task<UsageCloud> StartAsync(string path, string? database, CancellationToken cancellationToken)
    {
        var cloud = new UsageCloud(path, database);
        await cloud.PrepareAsync(cancellationToken);
        return cloud;
    }

    /// <summary>Registers a stamp and makes its batches.</summary>
    public async Task<UsageLoad> RegisterAsync(int stamp, int batches, CancellationToken cancellationToken)
    {
        var cloudId = FormattableString.Invariant($"00000000-0000-4000-8000-{stamp + 1:x12}");
        var registration = $"subscriptions/{Subscription}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/stamp{stamp}";
        var registrationToken = RegistrationTokenCodec.Encode(
            new RegistrationToken { Version = "1.0", CloudId = cloudId, ObjectId = _principal, BillingModel = "Development", UsageReportingEnabled = true });
        await SucceedAsync(_http.PutAsJsonAsync(
            registration + "?api-version=2017-06-01", new { location = "Global", properties = new { registrationToken } }, cancellationToken));
        var client = NewClient(_http.BaseAddress!);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _usageToken);
        return new UsageLoad(client, registration, cloudId, batches, TimeProvider.System.GetUtcNow());
    }

    /// <summary>A page of usage.</summary>
    public async Task<JsonElement> ReadAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(pathAndQuery, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException(text);
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.StopAsync();
        await _cloud.DisposeAsync();
        _http.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _cloud.Services.PrepareCloudAsync(cancellationToken);
        await _cloud.StartAsync(cancellationToken);
        var directory = _cloud.Services.GetRequiredService<IdentityDirectory>();
        await directory.CreateTenantAsync(Guid.Parse(Tenant), "Contoso", ["contoso.onmicrosoft.com"], cancellationToken: cancellationToken);
        var application = await directory.CreateApplicationAsync(new NewApplication { TenantId = Guid.Parse(Tenant), DisplayName = "bridge" }, cancellationToken: cancellationToken);
        _principal = (await directory.CreateServicePrincipalAsync(Guid.Parse(Tenant), application.AppId, cancellationToken: cancellationToken)).ObjectId.ToString();
        var secret = (await directory.AddPasswordAsync(application.AppId, cancellationToken: cancellationToken)).Text;
        await _cloud.Services.GetRequiredService<SubscriptionStore>().SaveAsync(
            new Subscription(Subscription, Tenant, "Bench", SubscriptionState.Enabled, SubscriptionOffers.PayAsYouGo), cancellationToken);
        await _cloud.Services.GetRequiredService<RoleAssignmentStore>().GrantAsync(
            Tenant, "/subscriptions/" + Subscription, BuiltInRoles.Owner, _principal, "ServicePrincipal", cancellationToken);
        await _cloud.Services.GetRequiredService<ProviderRegistrations>().RegisterAsync(Subscription, WellKnown.ProviderNamespace, cancellationToken);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(application.AppId, secret, _http.BaseAddress + ".default", cancellationToken));
        await SucceedAsync(_http.PutAsJsonAsync(
            $"subscriptions/{Subscription}/resourceGroups/azurestack?api-version=2021-04-01", new { location = "westcentralus" }, cancellationToken));
        _usageToken = await TokenAsync(application.AppId, secret, _http.BaseAddress + "usage/.default", cancellationToken);
    }

    private async Task<string> TokenAsync(Guid appId, Secret secret, string scope, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = appId.ToString(), ["client_secret"] = secret.Reveal(), ["scope"] = scope,
        });
        using var response = await _http.PostAsync($"{Tenant}/oauth2/v2.0/token", content, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString()!;
    }

    private HttpClient NewClient(Uri url) => new(TrustedHttp.CreateHandler([_authority.Root], systemRoots: false)) { BaseAddress = url };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task SucceedAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }
}
