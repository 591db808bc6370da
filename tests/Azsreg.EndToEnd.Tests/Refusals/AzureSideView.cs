using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>The Azure side as its owner sees it by plain HTTP, and what a colleague does there: nothing of the operator's code.</summary>
internal sealed class AzureSideView : IDisposable
{
    public const string Subscription = "/subscriptions/8f2a0000-0000-4000-8000-000000000a90";

    private const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    private const string AzurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2";
    private const string Locks = "/providers/Microsoft.Authorization/locks";

    private readonly X509Certificate2 _root;
    private readonly HttpClient _http;
    private string _armToken = "";
    private string _graphToken = "";

    private AzureSideView(LocalWorld world)
    {
        _root = world.LoadAuthority();
        _http = new HttpClient(TrustedHttp.CreateHandler([_root])) { BaseAddress = world.AzureUrl };
    }

    public static async Task<AzureSideView> OpenAsync(LocalWorld world)
    {
        var view = new AzureSideView(world);
        view._armToken = await view.TokenAsync("https://management.azure.com/.default");
        view._graphToken = await view.TokenAsync(new Uri(world.AzureUrl, "graph").AbsoluteUri + "/.default");
        return view;
    }

    /// <summary>Everything a registration is made of, a line each: what a refused run must leave as it was.</summary>
    public async Task<IReadOnlyList<string>> ListAsync()
    {
        List<string> lines = [];
        foreach (var group in await ArmListAsync("/resourceGroups", "2021-04-01"))
            lines.Add("group " + Text(group, "name"));
        foreach (var one in await ArmListAsync("/providers/Microsoft.AzureStack/registrations", "2017-06-01"))
            lines.Add($"registration {Text(one, "name")} {Text(one.GetProperty("properties"), "billingModel")}");
        foreach (var one in await ArmListAsync(Locks, "2016-09-01"))
            lines.Add($"lock {Text(one, "id")}");
        foreach (var one in await ArmListAsync("/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (Text(one.GetProperty("properties"), "scope").Contains("/registrations/", StringComparison.OrdinalIgnoreCase))
                lines.Add($"role {Text(one, "id")}");
        }

        foreach (var kind in new[] { "applications", "servicePrincipals" })
        {
            foreach (var one in await ListAsync($"/graph/v1.0/{kind}?$top=999", _graphToken))
                lines.Add($"{kind} {Text(one, "displayName")} {Text(one, "id")}");
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public async Task<string> ProviderStateAsync() => Text(
        await GetAsync($"{Subscription}/providers/Microsoft.AzureStack?api-version=2021-04-01", _armToken), "registrationState");

    public Task PutLockAsync(string scope, string name, string level, string notes) => SendAsync(
        HttpMethod.Put, $"{scope}{Locks}/{name}?api-version=2016-09-01", new { properties = new { level, notes } });

    public Task DeleteLockAsync(string scope, string name) => SendAsync(HttpMethod.Delete, $"{scope}{Locks}/{name}?api-version=2016-09-01", null);

    /// <summary>A PUT as the owner that must succeed.</summary>
    public Task PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>A POST without a body as the owner that must succeed.</summary>
    public Task PostAsync(string path) => SendAsync(HttpMethod.Post, path, null);

    /// <summary>Takes every right away that a person has on the subscription itself.</summary>
    public async Task TakeRightsAsync(string objectId)
    {
        foreach (var one in await ArmListAsync("/providers/Microsoft.Authorization/roleAssignments", "2022-04-01"))
        {
            if (Text(one.GetProperty("properties"), "principalId") == objectId)
                await SendAsync(HttpMethod.Delete, $"{Text(one, "id")}?api-version=2022-04-01", null);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _root.Dispose();
    }

    private static string Text(JsonElement one, string property) => one.GetProperty(property).GetString()!;

    private Task<JsonElement[]> ArmListAsync(string path, string version) => ListAsync($"{Subscription}{path}?api-version={version}", _armToken);

    private async Task<JsonElement[]> ListAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        // Before the subscription is registered for the provider there is nothing to list.
        if (answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound && text.Contains("MissingSubscriptionRegistration", StringComparison.Ordinal))
            return [];
        answer.IsSuccessStatusCode.ShouldBeTrue($"GET {path}: {text}");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("value").EnumerateArray()];
    }

    private async Task<JsonElement> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue($"GET {path}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _armToken);
        using var answer = await _http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
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
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "access_token");
    }
}
