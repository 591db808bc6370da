using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Azsreg.Cloud.Tests.CloudFixture))]

namespace Azsreg.Cloud.Tests;

/// <summary>The whole cloud role over TLS on a free port, with two tenants; every test takes a subscription of its own.</summary>
public sealed class CloudFixture : IAsyncLifetime
{
    public const string Contoso = "72f988aa-0000-4000-8000-000000000001";
    public const string Fabrikam = "72f988aa-0000-4000-8000-000000000002";
    private const string Password = "correct horse battery staple 9";

    private readonly string _path = Path.Combine(Path.GetTempPath(), "azsreg-cloud-" + Path.GetRandomFileName());
    private readonly Dictionary<string, Task<string>> _tokens = [];
    private LocalCertificateAuthority _authority = null!;
    private WebApplication _app = null!;

    public Uri Url { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public System.Security.Cryptography.X509Certificates.X509Certificate2 Root => _authority.Root;

    /// <summary>Object ids by user name.</summary>
    public IReadOnlyDictionary<string, string> People { get; private set; } = null!;

    public string ServicePrincipal { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var folder = DataFolder.Open(_path);
        _authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        _app = CloudRole.Build(
            // Long enough for a busy machine to answer while it lasts.
            new CloudOptions { ProviderRegistrationTime = TimeSpan.FromSeconds(3), RequestLimits = new(200_000, 100_000, 100_000) },
            new RoleHost
            {
                Folder = folder,
                Clock = TimeProvider.System,
                Certificate = _authority.IssueServerCertificate(),
                Trust = [_authority.Root],
            });
        await Services.PrepareCloudAsync();
        await SeedAsync();
        await _app.StartAsync();
        Url = Services.GetRequiredService<CloudAddresses>().Base;
        Http = new HttpClient(NewHandler()) { BaseAddress = Url };
    }

    public HttpMessageHandler NewHandler() => TrustedHttp.CreateHandler([_authority.Root], systemRoots: false);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
        System.IO.Directory.Delete(_path, recursive: true);
    }

    /// <summary>A subscription of contoso with an owner, a contributor and a reader.</summary>
    public async Task<string> NewSubscriptionAsync(
        SubscriptionState state = SubscriptionState.Enabled, bool registered = true, string tenant = Contoso)
    {
        var id = Guid.NewGuid().ToString();
        await Services.GetRequiredService<SubscriptionStore>().SaveAsync(
            new Subscription(id, tenant, "Test", state, SubscriptionOffers.PayAsYouGo));
        var grants = Services.GetRequiredService<RoleAssignmentStore>();
        await grants.GrantAsync(tenant, $"/subscriptions/{id}", BuiltInRoles.Owner, People["owner"]);
        await grants.GrantAsync(tenant, $"/subscriptions/{id}", BuiltInRoles.Contributor, People["contributor"]);
        await grants.GrantAsync(tenant, $"/subscriptions/{id}", BuiltInRoles.Reader, People["reader"]);
        if (registered)
            await Services.GetRequiredService<ProviderRegistrations>().RegisterAsync(id, WellKnown.ProviderNamespace);
        return id;
    }

    /// <summary>A token by the password of <c>owner</c>, <c>contributor</c>, <c>reader</c>, <c>nobody</c> or <c>fabrikam</c>.</summary>
    public Task<string> TokenAsync(string user)
    {
        lock (_tokens)
        {
            return _tokens.TryGetValue(user, out var known) ? known : _tokens[user] = SignInAsync(user);
        }
    }

    /// <summary>Sends a request as a user (null: nobody at all).</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string pathAndQuery, string? user = "owner", string? json = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, pathAndQuery);
        if (user is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    /// <summary>Sends a request that must answer <paramref name="status"/>; returns its body.</summary>
    public async Task<JsonElement> ExpectAsync(int status, HttpMethod method, string pathAndQuery, string? user = "owner", string? json = null)
    {
        using var response = await SendAsync(method, pathAndQuery, user, json);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Sends a request that must be refused; returns code and message.</summary>
    public async Task<(string Code, string Message)> RefusedAsync(
        int status, HttpMethod method, string pathAndQuery, string? user = "owner", string? json = null)
    {
        var error = (await ExpectAsync(status, method, pathAndQuery, user, json)).GetProperty("error");
        return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
    }

    private async Task<string> SignInAsync(string user)
    {
        var (tenant, domain) = user == "fabrikam" ? (Fabrikam, "fabrikam.onmicrosoft.com") : (Contoso, "contoso.onmicrosoft.com");
        using var response = await Http.PostAsync($"/{tenant}/oauth2/v2.0/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = WellKnown.AzurePowerShellClientId,
            ["username"] = $"{user}@{domain}",
            ["password"] = Password,
            ["scope"] = Url + "/.default",
        }));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("access_token", out var token) ? token.GetString()! : throw new InvalidOperationException(body.ToString());
    }

    private async Task SeedAsync()
    {
        var directory = Services.GetRequiredService<IdentityDirectory>();
        await directory.CreateTenantAsync(Guid.Parse(Contoso), "Contoso", ["contoso.onmicrosoft.com"]);
        await directory.CreateTenantAsync(Guid.Parse(Fabrikam), "Fabrikam", ["fabrikam.onmicrosoft.com"]);
        var people = new Dictionary<string, string>();
        foreach (var name in (string[])["owner", "contributor", "reader", "nobody", "fabrikam"])
        {
            var (tenant, domain) = name == "fabrikam" ? (Fabrikam, "fabrikam.onmicrosoft.com") : (Contoso, "contoso.onmicrosoft.com");
            var user = await directory.CreateUserAsync(new NewUser
            {
                TenantId = Guid.Parse(tenant),
                UserPrincipalName = $"{name}@{domain}",
                DisplayName = name,
                Password = new Secret(Password),
            });
            people[name] = user.ObjectId.ToString();
        }

        People = people;
        var application = await directory.CreateApplicationAsync(new NewApplication { TenantId = Guid.Parse(Contoso), DisplayName = "automation" });
        ServicePrincipal = (await directory.CreateServicePrincipalAsync(Guid.Parse(Contoso), application.AppId)).ObjectId.ToString();
    }
}
