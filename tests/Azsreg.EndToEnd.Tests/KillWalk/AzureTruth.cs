using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests;

/// <summary>What Azure's own interfaces list about the subscription and its directory, asked for without any of the operator's code.</summary>
internal sealed class AzureTruth : IAsyncDisposable
{
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";

    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    private const string AzurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2";

    private readonly HttpClient _http;
    private readonly string _subscription;
    private string _armToken = "";
    private string _graphToken = "";

    private AzureTruth(HttpClient http, string subscriptionId)
    {
        _http = http;
        _subscription = "subscriptions/" + subscriptionId;
    }

    public static async Task<AzureTruth> SignInAsync(Uri azure, X509Certificate2 authority, string subscriptionId = SubscriptionId)
    {
        var truth = new AzureTruth(new HttpClient(TrustedHttp.CreateHandler([authority])) { BaseAddress = azure }, subscriptionId);
        truth._armToken = await truth.TokenAsync("https://management.azure.com/.default");
        truth._graphToken = await truth.TokenAsync(new Uri(azure, "graph").AbsoluteUri + "/.default");
        return truth;
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything a registration consists of on this side, one line each, in order: so two of anything show.</summary>
    /// <param name="subscriptionId">Another subscription than its own; the directory is the same for all.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string? subscriptionId = null)
    {
        var subscription = subscriptionId is null ? _subscription : "subscriptions/" + subscriptionId;
        List<string> found = [];
        foreach (var group in await ArmAsync($"{subscription}/resourceGroups", "2021-04-01"))
            found.Add($"group {Name(group)}");
        foreach (var one in await ArmAsync($"{subscription}/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            found.Add($"registration {Name(one)} of {one.GetProperty("properties").GetProperty("cloudId").GetString()}");
        foreach (var one in await ArmAsync($"{subscription}/providers/Microsoft.Authorization/locks", "2016-09-01"))
            found.Add($"lock {Name(one)} {one.GetProperty("properties").GetProperty("level").GetString()}");
        foreach (var one in await ArmAsync($"{subscription}/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (one.GetProperty("properties").GetProperty("scope").GetString()!.Contains("/registrations/", StringComparison.OrdinalIgnoreCase))
                found.Add($"role for {one.GetProperty("properties").GetProperty("principalId").GetString()}");
        }

        foreach (var one in await BridgesAsync("applications"))
            found.Add($"application {DisplayName(one)}");
        foreach (var one in await BridgesAsync("servicePrincipals"))
            found.Add($"principal {DisplayName(one)} {one.GetProperty("id").GetString()}");
        return found;
    }

    /// <summary>The thumbprints of the certificates that the bridges' applications may sign in with.</summary>
    public async Task<IReadOnlyList<string>> CertificatesAsync() =>
    [
        .. (await BridgesAsync("applications")).SelectMany(one => one.GetProperty("keyCredentials").EnumerateArray())
            .Select(one => one.GetProperty("customKeyIdentifier").GetString()!),
    ];

    /// <summary>Takes back the registration of the subscription for the provider, which the operator never does.</summary>
    public async Task UnregisterProviderAsync()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{_subscription}/providers/Microsoft.AzureStack/unregister?api-version=2021-04-01");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _armToken);
        using var answer = await _http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private static string DisplayName(JsonElement one) => one.GetProperty("displayName").GetString()!;

    private async Task<JsonElement[]> BridgesAsync(string kind) =>
        [.. (await GetAsync($"graph/v1.0/{kind}?$top=999", _graphToken)).Where(one => DisplayName(one).StartsWith("AzureStackBridge", StringComparison.Ordinal))];

    private Task<JsonElement[]> ArmAsync(string path, string version) => GetAsync($"{path}?api-version={version}", _armToken);

    private async Task<JsonElement[]> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        // Until the subscription is registered for the provider there is nothing to list, and Azure may say so with an error.
        if (text.Contains("MissingSubscriptionRegistration", StringComparison.Ordinal))
            return [];
        answer.IsSuccessStatusCode.ShouldBeTrue($"GET {path}: {text}");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("value").EnumerateArray()];
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
        using var answer = await _http.PostAsync($"{Tenant}/oauth2/v2.0/token", form);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }
}
