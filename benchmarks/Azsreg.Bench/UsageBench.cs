using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
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

/// <summary>
/// How many usage records a second commerce takes, from HTTP to durable and rolled up: one stamp a connection, batches of 2,000 of one hour, 5 subscriptions by 10 meters.
/// The baseline puts the same records in rows of their own, in the same transactions over as many connections and with the same durability (<see cref="RawUsage"/>).
/// </summary>
internal sealed class UsageBench : IBench
{
    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    private const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";

    public string Name => "usage";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = isFull ? 1000 : 60;
        await foreach (var row in MeasureAsync("ingest-sqlite-1", Path.Combine(folder.Path, "sqlite"), null, 1, batches, 0.40, cancellationToken))
            yield return row;
        if (BenchPostgreSql.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync($"usage: no rows on PostgreSQL: {missing}");
            yield break;
        }

        await using var server = await BenchPostgreSql.StartAsync(cancellationToken);
        await foreach (var row in MeasureAsync("ingest-postgres-1", Path.Combine(folder.Path, "p1"), await server.NewDatabaseAsync("p1"), 1, batches, 0.60, cancellationToken))
            yield return row;
        await foreach (var row in MeasureAsync("ingest-postgres-8", Path.Combine(folder.Path, "p8"), await server.NewDatabaseAsync("p8"), 8, batches / 6, 0.40, cancellationToken))
            yield return row;
    }

    private static async IAsyncEnumerable<BenchRow> MeasureAsync(
        string name, string path, string? database, int stamps, int batchesEach, double leastRatio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var data = DataFolder.Open(path);
        using var authority = LocalCertificateAuthority.LoadOrCreate(data, TimeProvider.System);
        using var certificate = authority.IssueServerCertificate();
        // Replicas on one database need a URL that is known beforehand.
        var port = FreePort();
        var host = new RoleHost
        {
            Folder = data, Clock = TimeProvider.System, Certificate = certificate, Trust = [authority.Root], Port = port,
            PublicUrl = new Uri(FormattableString.Invariant($"https://localhost:{port}/")),
        };
        const int noLimit = int.MaxValue;
        await using var cloud = CloudRole.Build(
            new CloudOptions { RequestLimits = new ArmRequestLimits { Reads = noLimit, Writes = noLimit, Deletes = noLimit }, Storage = new CloudStorage(database is null ? null : new Secret(database)) }, host);
        await cloud.Services.PrepareCloudAsync(cancellationToken);
        await cloud.StartAsync(cancellationToken);
        var loads = await PrepareAsync(cloud, authority.Root, stamps, batchesEach, cancellationToken);
        var raw = database is null
            ? await RawUsage.OnSqliteAsync(path, loads[0], cancellationToken)
            : await RawUsage.OnPostgreSqlAsync(database, loads, cancellationToken);
        // The first batch of each is for warming; it is not counted.
        await Task.WhenAll(loads.Select(load => load.SendAsync(0, cancellationToken)));
        using var self = Process.GetCurrentProcess();
        var cpu = self.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var times = (await Task.WhenAll(loads.Select(load => Task.Run(() => load.SendRestAsync(cancellationToken), cancellationToken)))).SelectMany(one => one).Order().ToList();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        self.Refresh();
        var records = (double)times.Count * UsageLoad.BatchSize;
        yield return new BenchRow(name, records / seconds, "records/s") { Budget = 50_000, IsLeast = true, Baseline = raw };
        yield return new BenchRow(name + "-of-raw", records / seconds / raw, "of the baseline") { Budget = leastRatio, IsLeast = true };
        yield return new BenchRow(name + "-batch-p50", times[times.Count / 2], "ms");
        yield return new BenchRow(name + "-batch-p99", times[(int)(times.Count * 0.99)], "ms");
        yield return new BenchRow(name + "-cpu", (self.TotalProcessorTime - cpu).TotalMilliseconds * 1000 / records, "ms/1,000 records, sender included");
        yield return new BenchRow(name + "-memory", self.WorkingSet64 / 1048576.0, "MB, sender included");
        foreach (var load in loads)
            load.Dispose();
        await cloud.StopAsync(cancellationToken);
    }

    /// <summary>Registers the stamps, each with the same service principal as its bridge, and makes their batches.</summary>
    private static async Task<UsageLoad[]> PrepareAsync(
        WebApplication cloud, X509Certificate2 root, int stamps, int batchesEach, CancellationToken cancellationToken)
    {
        var url = cloud.Services.GetRequiredService<RoleListeners>().Url();
        var directory = cloud.Services.GetRequiredService<IdentityDirectory>();
        await directory.CreateTenantAsync(Guid.Parse(Tenant), "Contoso", ["contoso.onmicrosoft.com"], cancellationToken: cancellationToken);
        var application = await directory.CreateApplicationAsync(new NewApplication { TenantId = Guid.Parse(Tenant), DisplayName = "bridge" }, cancellationToken: cancellationToken);
        var principal = (await directory.CreateServicePrincipalAsync(Guid.Parse(Tenant), application.AppId, cancellationToken: cancellationToken)).ObjectId.ToString();
        var secret = (await directory.AddPasswordAsync(application.AppId, cancellationToken: cancellationToken)).Text;
        await cloud.Services.GetRequiredService<SubscriptionStore>().SaveAsync(
            new Subscription(Subscription, Tenant, "Bench", SubscriptionState.Enabled, SubscriptionOffers.PayAsYouGo), cancellationToken);
        await cloud.Services.GetRequiredService<RoleAssignmentStore>().GrantAsync(
            Tenant, "/subscriptions/" + Subscription, BuiltInRoles.Owner, principal, "ServicePrincipal", cancellationToken);
        await cloud.Services.GetRequiredService<ProviderRegistrations>().RegisterAsync(Subscription, WellKnown.ProviderNamespace, cancellationToken);

        using var http = NewClient(url, root);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, application.AppId, secret, url + ".default", cancellationToken));
        await SucceedAsync(http.PutAsJsonAsync(
            $"subscriptions/{Subscription}/resourceGroups/azurestack?api-version=2021-04-01", new { location = "westcentralus" }, cancellationToken));
        var token = await TokenAsync(http, application.AppId, secret, url + "usage/.default", cancellationToken);
        var loads = new UsageLoad[stamps];
        for (var i = 0; i < stamps; i++)
        {
            var cloudId = FormattableString.Invariant($"00000000-0000-4000-8000-{i + 1:x12}");
            var registration = $"subscriptions/{Subscription}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/stamp{i}";
            var registrationToken = RegistrationTokenCodec.Encode(
                new RegistrationToken { Version = "1.0", CloudId = cloudId, ObjectId = principal, BillingModel = "Development", UsageReportingEnabled = true });
            await SucceedAsync(http.PutAsJsonAsync(
                registration + "?api-version=2017-06-01", new { location = "Global", properties = new { registrationToken } }, cancellationToken));
            var client = NewClient(url, root);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            loads[i] = new UsageLoad(client, registration, cloudId, batchesEach, TimeProvider.System.GetUtcNow());
        }

        return loads;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static HttpClient NewClient(Uri url, X509Certificate2 root) =>
        new(TrustedHttp.CreateHandler([root], systemRoots: false)) { BaseAddress = url };

    private static async Task<string> TokenAsync(HttpClient http, Guid appId, Secret secret, string scope, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = appId.ToString(), ["client_secret"] = secret.Reveal(), ["scope"] = scope,
        });
        using var response = await http.PostAsync($"{Tenant}/oauth2/v2.0/token", content, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString()!;
    }

    private static async Task SucceedAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }
}
