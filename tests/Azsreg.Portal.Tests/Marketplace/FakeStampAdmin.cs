using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>A stamp's admin ARM over TLS with literal bodies. What a test does not script is 404, in the words of a stamp that has no activation.</summary>
internal sealed class FakeStampAdmin : IAsyncDisposable
{
    public const string Subscription = "20ff7fc3-e762-44dd-bd96-b71116dcdc23";
    public const string ActivationId = $"/subscriptions/{Subscription}/resourceGroups/azurestack-activation/providers/Microsoft.AzureBridge.Admin/activations/default";

    private readonly ConcurrentDictionary<string, (int Status, string Body, (string Name, string Value)[] Headers)> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte[]>> _blocks = new();
    private readonly WebApplication _app;

    private FakeStampAdmin(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>What was asked, as <c>GET /path?query</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Told of each request before it is answered.</summary>
    public Action<string>? Heard { get; set; }

    /// <summary>Content that was uploaded whole, by its SHA-256.</summary>
    public ConcurrentDictionary<string, byte[]> Uploaded { get; } = new();

    public static async Task<FakeStampAdmin> StartAsync(RoleHost host)
    {
        var app = host.CreateBuilder(out var listeners).Build();
        var fake = new FakeStampAdmin(app, listeners.Url());
        app.Run(fake.AnswerAsync);
        await app.StartAsync();
        fake.On("GET /metadata/endpoints", 200, $$"""{"name":"Lab","authentication":{"loginEndpoint":"{{fake.Url}}","audiences":["{{fake.Url}}"],"tenant":"{{MarketplaceRig.Tenant}}"} }""");
        fake.On($"GET /subscriptions/{Subscription}/locations", 200, """{"value":[{"id":"x","name":"lab","displayName":"lab"}]}""");
        fake.On($"GET /subscriptions/{Subscription}/resourceGroups/System.lab/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/lab/alerts", 200, """{"value":[]}""");
        return fake;
    }

    /// <summary>Answers a request from now on.</summary>
    public FakeStampAdmin On(string request, int status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers[request] = (status, body, headers);
        return this;
    }

    /// <summary>The stamp is activated, and lists these.</summary>
    public FakeStampAdmin Lists(string products, string downloaded = "", string operations = "")
    {
        On($"GET {ActivationId}", 200, """
            {"id":"x","name":"default","type":"Microsoft.AzureBridge.Admin/activations","location":"lab","properties":{"displayName":"Azure Stack Activation",
             "azureRegistrationResourceIdentifier":"/subscriptions/8f2a0000-0000-4000-8000-000000000a90/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r",
             "expiration":"9999-12-30T23:59:59Z","marketplaceSyndicationEnabled":true,"usageReportingEnabled":true,"provisioningState":"Succeeded"} }
            """);
        On($"GET {ActivationId}/products", 200, $$"""{"value":[{{products}}]}""");
        On($"GET {ActivationId}/downloadedProducts", 200, $$"""{"value":[{{downloaded}}]}""");
        On($"GET {ActivationId}/operations", 200, $$"""{"value":[{{operations}}]}""");
        return this;
    }

    /// <summary>The stamp has no list, and says why.</summary>
    public FakeStampAdmin Refuses(string code, string message, int status = 409) =>
        Lists("").On($"GET {ActivationId}/products", status, $$"""{"error":{"code":"{{code}}","message":"{{message}}"} }""");

    /// <summary>A product as a stamp tells it.</summary>
    public static string Product(string id, string name, string version, long size = 1024, string state = "Succeeded", string kind = "virtualMachineExtension", string more = "") => $$"""
        {"id":"{{ActivationId}}/products/{{id}}","name":"default/{{id}}","type":"Microsoft.AzureBridge.Admin/activations/products","properties":{
         "displayName":"{{name}}","publisherDisplayName":"Acme","publisherIdentifier":"acme","offer":"","offerVersion":"","sku":"","payloadLength":{{size}},
         "productKind":"{{kind}}","productProperties":{"version":"{{version}}"},"provisioningState":"{{state}}"{{more}} } }
        """;

    /// <summary>A product that does not go with the stamp.</summary>
    public static string Incompatible(string id, string name, string version, string issue) =>
        Product(id, name, version, more: $$""","compatibility":{"isCompatible":false,"message":"No","description":"None","issues":["{{issue}}"]} """);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        Asked.Enqueue(request + context.Request.QueryString);
        Heard?.Invoke(request);
        if (context.Request.Path.StartsWithSegments("/uploads", out var hash))
        {
            await UploadAsync(context, hash.Value!.TrimStart('/'));
            return;
        }

        var (status, body, headers) = _answers.TryGetValue(request, out var known)
            ? known
            : (404, """{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'azurestack-activation' could not be found."} }""", []);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in headers) context.Response.Headers[name] = value.Replace("{url}", Url.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
        if (body.Length > 0) await context.Response.WriteAsync(body);
    }

    private async Task UploadAsync(HttpContext context, string hash)
    {
        var blocks = _blocks.GetOrAdd(hash, _ => new());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (!HttpMethods.IsPut(context.Request.Method))
        {
            context.Response.StatusCode = Uploaded.ContainsKey(hash) ? 200 : 404;
            return;
        }

        if (context.Request.Query["comp"] == "block")
        {
            blocks[context.Request.Query["blockid"].ToString()] = body.ToArray();
        }
        else
        {
            byte[] whole = [.. blocks.OrderBy(block => block.Key, StringComparer.Ordinal).SelectMany(block => block.Value)];
            Convert.ToHexStringLower(SHA256.HashData(whole)).ShouldBe(hash);
            Uploaded[hash] = whole;
        }

        context.Response.StatusCode = 201;
    }
}
