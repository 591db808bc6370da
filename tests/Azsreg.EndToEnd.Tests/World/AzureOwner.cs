using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests;

/// <summary>The owner of the subscriptions at the Azure side, by plain HTTP: nothing of the operator's code.</summary>
internal sealed class AzureOwner : IDisposable
{
    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    private const string AzurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2";
    private const string Graph = "graph";

    private readonly HttpClient _http;
    private string _armToken = "";
    private string _graphToken = "";

    private AzureOwner(HttpClient http) => _http = http;

    public static async Task<AzureOwner> SignInAsync(Uri azure, X509Certificate2 authority)
    {
        var owner = new AzureOwner(new HttpClient(TrustedHttp.CreateHandler([authority])) { BaseAddress = azure });
        owner._armToken = await owner.TokenAsync("https://management.azure.com/.default");
        owner._graphToken = await owner.TokenAsync(new Uri(azure, Graph).AbsoluteUri + "/.default");
        return owner;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Everything of a kind in Resource Manager; nothing where the subscription is not registered for the provider, as Azure may say with an error.</summary>
    public Task<JsonElement[]> ArmListAsync(string path, string version) => ListAsync($"{path}?api-version={version}");

    /// <summary>Everything of a kind in the directory.</summary>
    public Task<JsonElement[]> GraphListAsync(string kind) => ListAsync($"/{Graph}/v1.0/{kind}?$top=999");

    /// <summary>What there must be.</summary>
    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await SendAsync(HttpMethod.Get, path)).RootElement;

    /// <summary>A request that must succeed; its answer.</summary>
    public async Task<string> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var (answer, text) = await TrySendAsync(method, path, body);
        answer.ShouldBeTrue($"{method} {path}: {text}");
        return text;
    }

    private async Task<JsonElement[]> ListAsync(string path)
    {
        var (isSuccess, text) = await TrySendAsync(HttpMethod.Get, path, null);
        if (!isSuccess && text.Contains("MissingSubscriptionRegistration", StringComparison.Ordinal))
            return [];
        isSuccess.ShouldBeTrue($"GET {path}: {text}");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("value").EnumerateArray()];
    }

    private async Task<(bool IsSuccess, string Text)> TrySendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", path.StartsWith($"/{Graph}/", StringComparison.Ordinal) ? _graphToken : _armToken);
        using var answer = await _http.SendAsync(request);
        return (answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> TokenAsync(string scope)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = AzurePowerShell,
            ["username"] = LocalWorld.Owner,
            ["password"] = LocalWorld.Password,
            ["scope"] = scope,
        });
        using var answer = await _http.PostAsync(new Uri($"/{Tenant}/oauth2/v2.0/token", UriKind.Relative), form);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
