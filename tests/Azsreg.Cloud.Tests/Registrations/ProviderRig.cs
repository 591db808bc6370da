using System.Security.Cryptography.X509Certificates;
using Azsreg.Cloud.Marketplace;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>A subscription of the cloud under test that is registered with the provider, with a group and the sample catalogue.</summary>
public sealed class ProviderRig(CloudFixture cloud) : IAsyncLifetime
{
    private static int s_stamps;

    public string SubscriptionId { get; private set; } = "";

    public Uri Url => cloud.Url;

    public X509Certificate2 Root => cloud.Root;

    public IServiceProvider Services => cloud.Services;

    /// <summary>Without a token.</summary>
    public HttpClient Anonymous => cloud.Http;

    public async ValueTask InitializeAsync()
    {
        SubscriptionId = await cloud.NewSubscriptionAsync();
        await MakeGroupAsync("azurestack");
        await MakeGroupAsync("pages");
        await cloud.Services.GetRequiredService<ProductStore>().ReplaceSampleAsync(SampleCatalogue.ToProducts(TimeProvider.System.GetUtcNow()), default);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A cloud id no other test has.</summary>
    public static string NewCloudId() => $"00000000-0000-4000-8000-{Interlocked.Increment(ref s_stamps):x12}";

    public string PathOf(string name, string suffix = "", string group = "azurestack", string apiVersion = "2017-06-01") =>
        $"subscriptions/{SubscriptionId}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations/{name}{suffix}?api-version={apiVersion}";

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        cloud.SendAsync(method, path, "owner", body, headers);

    public Task<HttpResponseMessage> SendAsAsync(string user, HttpMethod method, string path, string? body = null) =>
        cloud.SendAsync(method, path, user, body);

    public Task<HttpResponseMessage> PutAsync(string name, RegistrationToken token, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, PathOf(name), Body(token.Encode()), headers);

    public static string Body(string token) => $$$"""{"location":"Global","properties":{"registrationToken":"{{{token}}}"}}""";

    private Task<System.Text.Json.JsonElement> MakeGroupAsync(string name) => cloud.ExpectAsync(
        201, HttpMethod.Put, $"/subscriptions/{SubscriptionId}/resourceGroups/{name}?api-version=2021-04-01", json: """{"location":"westcentralus"}""");
}
