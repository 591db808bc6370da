using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Live;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>A stamp on free ports with a folder of its own, a fake Azure beside it, and the clients to talk to both doors.</summary>
internal sealed class TestStamp : IAsyncDisposable
{
    public const string KeyId = "3c92806f4c97488588e3fbb1c16dbd6c";
    public const string Administrator = "admin@azurestack.local";
    public const string RegistrationSubscription = "8f2a0000-0000-4000-8000-000000000a90";

    private static readonly Secret CloudAdminPassword = new("Cloud-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));
    private static readonly Secret AdminPassword = new("Admin-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azsreg-stamp-");
    private readonly Func<StampOptions, StampOptions> _configure;
    private readonly DataFolder _folder;
    private readonly HttpClient _http;
    private WebApplication? _application;
    private Secret? _token;

    private TestStamp(Func<StampOptions, StampOptions> configure)
    {
        _configure = configure;
        _folder = DataFolder.Open(_directory.FullName);
        Handler = TrustedHttp.CreateHandler([TestKeys.Root]);
        _http = new HttpClient(Handler);
    }

    public ShiftedClock Clock { get; } = new();

    public LogLines Log { get; } = new();

    public static RSA SigningKey => TestKeys.Signing;

    public SocketsHttpHandler Handler { get; }

    public FakeAzure Azure { get; private set; } = null!;

    public IServiceProvider Services => _application!.Services;

    public StampFacts Facts => Services.GetRequiredService<StampFacts>();

    public Uri AdminUrl => Services.GetRequiredService<RoleListeners>().Url();

    public Uri PrivilegedEndpointUrl => new(Services.GetRequiredService<RoleListeners>().Url(StampRole.PrivilegedEndpointListener), "wsman");

    public string Folder => _folder.Stamp("AzS-ERCS01");

    public string Provider => $"/subscriptions/{Facts.ProviderSubscriptionId}";

    public string ActivationPath => $"{Provider}/resourceGroups/azurestack-activation/providers/Microsoft.AzureBridge.Admin/activations/default";

    public string RegionPath => $"{Provider}/resourceGroups/System.local/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/local";

    public static async Task<TestStamp> StartAsync(Func<StampOptions, StampOptions>? configure = null)
    {
        var stamp = new TestStamp(configure ?? (options => options));
        stamp.Azure = await FakeAzure.StartAsync();
        await stamp.StartAgainAsync();
        return stamp;
    }

    /// <summary>Stops the stamp, if it runs, and starts it on the same folder.</summary>
    public async Task StartAgainAsync(Func<StampOptions, StampOptions>? change = null)
    {
        await StopAsync();
        var options = _configure(new StampOptions
        {
            Name = "AzS-ERCS01",
            CloudAdministratorPassword = CloudAdminPassword,
            AdministratorPassword = AdminPassword,
            AzureEnvironments = [Azure.Environment],
            DefaultAzureEnvironment = "Local",
            TrustedActivationKeys = KeySet(),
            PasswordIterations = 1000,
        });
        var application = StampRole.Build(
            change?.Invoke(options) ?? options,
            new RoleHost
            {
                Folder = _folder,
                Clock = Clock,
                Certificate = TestKeys.Server,
                ConfigureLogging = logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug),
            });
        try
        {
            await application.StartAsync();
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        _application = application;
        _token = null;
    }

    public async Task StopAsync()
    {
        if (_application is not { } running)
            return;
        _application = null;
        // Disposal alone ends the services but waits for none: one of them could still write while a test copies the database.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await running.StopAsync(patience.Token);
        await running.DisposeAsync();
    }

    public Task<RemoteSession> OpenSessionAsync(string userName = @"AZURESTACK\CloudAdmin", string? password = null) =>
        RemotingClient.OpenAsync(
            new RemotingConnection
            {
                Uri = PrivilegedEndpointUrl,
                ConfigurationName = "PrivilegedEndpoint",
                UserName = userName,
                Password = () => password ?? CloudAdminPassword.Reveal(),
            },
            Handler);

    public async Task<RemoteResult> InvokeAsync(RemoteCommand command)
    {
        await using var session = await OpenSessionAsync();
        return await session.InvokeAsync(command);
    }

    public Task<RemoteResult> ActivateAsync(string key) => InvokeAsync(new RemoteCommand("New-AzureStackActivation").With("ActivationKey", key));

    public static RemoteCommand BridgeCommand(string refreshToken = FakeAzure.RefreshToken) => new RemoteCommand("New-AzureBridgeServicePrincipal")
        .With("TenantId", FakeAzure.Tenant)
        .With("AzureEnvironment", "Local")
        .With("RefreshToken", refreshToken);

    /// <summary>An activation key as Azure makes it for this stamp, changed as the test wants.</summary>
    public string MakeKey(Func<ActivationKey, ActivationKey>? change = null, RSA? signer = null, string keyId = KeyId)
    {
        var key = new ActivationKey
        {
            SubscriptionId = RegistrationSubscription,
            ResourceGroupName = "azurestack",
            RegistrationName = $"AzureStack-{Facts.CloudId}",
            UsageEndpoint = new Uri(Azure.Url, "usage/").AbsoluteUri,
            MarketplaceEndpoint = Azure.Url.AbsoluteUri,
            UsageResourceUri = Azure.Url.AbsoluteUri,
            MarketplaceResourceUri = Azure.Url.AbsoluteUri,
            Expires = WellKnown.NeverExpires,
            CloudId = Facts.CloudId.ToString(),
            ObjectId = Azure.ServicePrincipals.Keys.FirstOrDefault(),
            BillingModel = "PayAsYouUse",
            UsageReportingEnabled = true,
            MarketplaceSyndicationEnabled = true,
            Version = "6.0",
        };
        return ActivationKeyCodec.Encode(change?.Invoke(key) ?? key, keyId, signer ?? SigningKey);
    }

    public static string KeySet()
    {
        var parameters = SigningKey.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = KeyId,
                ["n"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Exponent),
            }),
        }.ToJsonString();
    }

    /// <summary>Signs in at the stamp's own directory.</summary>
    public async Task<Secret> SignInAsync(string user = Administrator, Secret? password = null) => (await GrantAsync(user, password)).AccessToken;

    public async Task<Secret> RefreshTokenAsync() => (await GrantAsync(Administrator, null)).RefreshToken!;

    public async Task RedeemAsync(Secret refreshToken)
    {
        var (client, environment) = await SignInClientAsync();
        await client.WithRefreshTokenAsync(environment.DefaultTenant, environment.Audience, refreshToken, CancellationToken.None);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string version) => SendAsync(HttpMethod.Get, path, version);

    public async Task<JsonNode> ReadAsync(string path, string version)
    {
        using var response = await GetAsync(path, version);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string version, JsonNode? body = null, Secret? token = null)
    {
        token ??= _token ??= await SignInAsync();
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var request = new HttpRequestMessage(method, new Uri(AdminUrl, $"{path}{separator}api-version={version}"));
        request.Headers.Authorization = new("Bearer", token.Reveal());
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    /// <summary>A user of the stamp's directory with a role on the Default Provider Subscription, signed in.</summary>
    public async Task<Secret> SignInAsAsync(StampRoleName role)
    {
        var user = await Services.GetRequiredService<Identity.IdentityDirectory>().CreateUserAsync(new Identity.NewUser
        {
            TenantId = Facts.AdminTenantId,
            UserPrincipalName = $"{role}@azurestack.local",
            DisplayName = role.ToString(),
            Password = AdminPassword,
        });
        await Services.GetRequiredService<StampAccess>().GrantAsync(user.ObjectId.ToString(), role, CancellationToken.None);
        return await SignInAsync($"{role}@azurestack.local");
    }

    public async Task<IReadOnlyList<(string Caller, string Action, string Outcome, string Detail)>> AuditAsync()
    {
        await using var connection = await Services.GetRequiredService<SqlDatabase>().OpenAsync();
        return [.. await connection.QueryAsync<(string, string, string, string)>("select caller, action, outcome, detail from audit order by at, id")];
    }

    /// <summary>Alerts as the service tells them: a test that moves the clock far ahead has no token that is still good.</summary>
    public Task<IReadOnlyList<StampAlert>> ActiveAlertsAsync() =>
        Services.GetRequiredService<AlertService>().ListAsync(StampCaller.Stamp, AlertFilter.Parse("State eq 'Active'"), CancellationToken.None);

    /// <summary>Looks now and after each change the stamp tells of, until something is there.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        // One is enough, however many changes there were since the last look.
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watching = Services.GetRequiredService<StampChanges>().Watch(_ => changed.Writer.TryWrite(true));
        while (true)
        {
            if (await look() is { } found)
                return found;
            await changed.Reader.ReadAsync(patience.Token);
        }
    }

    /// <summary>Leaves the store as a process killed in the middle of an action does.</summary>
    public Task LeaveRunningActionAsync(string function) => Services.GetRequiredService<SqlDatabase>().TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            """
            insert into action_plans (id, function_name, action_type, requested_by, status, step, started_at)
            values ('0198c0de-0000-7000-8000-000000000001', @function, 'ConfigureBridgeIdentity', 'test', 'Running', 'Started', '2026-01-01T00:00:00.0000000Z')
            """,
            new { function },
            transaction));

    private async Task<TokenGrant> GrantAsync(string user, Secret? password)
    {
        var (client, environment) = await SignInClientAsync();
        return await client.WithPasswordAsync(environment.DefaultTenant, environment.Audience, user, password ?? AdminPassword, CancellationToken.None);
    }

    private async Task<(SignInClient Client, AzureEnvironment Environment)> SignInClientAsync()
    {
        var connection = new AzureConnection(_http, TimeProvider.System);
        var environment = await AzureEnvironment.DiscoverAsync(connection, AdminUrl);
        return (new SignInClient(connection, environment), environment);
    }

    public static async Task<(string Code, string Message)> ErrorOfAsync(HttpResponseMessage response)
    {
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        return (error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Log.Text);
        await StopAsync();
        await Azure.DisposeAsync();
        _http.Dispose();
        _directory.Delete(recursive: true);
    }
}
