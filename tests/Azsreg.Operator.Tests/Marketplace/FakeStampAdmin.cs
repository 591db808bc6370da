using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Operator.Tests.Marketplace;

/// <summary>
/// A stamp's admin ARM over TLS that answers with literal bodies, and an operator signed in there. What a test does not script is 404, in the
/// words of a stamp that has no activation.
/// </summary>
internal sealed class FakeStampAdmin : IAsyncDisposable
{
    public const string Subscription = "20ff7fc3-e762-44dd-bd96-b71116dcdc23";
    public const string ActivationId = $"/subscriptions/{Subscription}/resourceGroups/azurestack-activation/providers/Microsoft.AzureBridge.Admin/activations/default";
    public const string Stamp = "Lab";

    private const string Tenant = "72f988aa-0000-4000-8000-000000000009";

    private readonly OperatorFolder _folder = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new(StringComparer.OrdinalIgnoreCase);
    private LocalCertificateAuthority _authority = null!;
    private WebApplication _app = null!;

    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Url { get; private set; } = null!;

    public OperatorContext Operator { get; private set; } = null!;

    public static async Task<FakeStampAdmin> StartAsync()
    {
        var fake = new FakeStampAdmin();
        fake._authority = LocalCertificateAuthority.LoadOrCreate(fake._folder.Data, TimeProvider.System);
        var host = new RoleHost { Folder = fake._folder.Data, Clock = TimeProvider.System, Certificate = fake._authority.IssueServerCertificate() };
        fake._app = host.CreateBuilder(out var listeners).Build();
        fake.Url = listeners.Url();
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        fake.Script();
        fake.Operator = fake._folder.Open();
        await fake.Operator.Stamps.EnterAsync(new StampEntry
        {
            Name = Stamp,
            PrivilegedEndpoint = new Uri("https://lab:5986/wsman"),
            AdminEndpoint = fake.Url,
            TrustedAuthorities = [fake._authority.ExportRootPem()],
        });
        await fake.Operator.SignIn.LoginAsync(
            new LoginRequest(new LoginMethod.Password("admin@azurestack.local", new Secret("right"))) { Stamp = Stamp }, new SilentScreen(), default);
        fake.Asked.Clear();
        return fake;
    }

    public StampMarketplace Open() => StampMarketplace.Open(Operator, Operator.Stamps.Get(Stamp));

    /// <summary>Answers a request from now on.</summary>
    public FakeStampAdmin On(string request, int status, string body = "", params (string Name, string Value)[] headers) =>
        On(request, () => (status, body, headers));

    /// <summary>Answers a request with one body after the other; the last stays.</summary>
    public FakeStampAdmin OnSeries(string request, params (int Status, string Body, (string Name, string Value)[] Headers)[] answers)
    {
        var next = 0;
        return On(request, () => answers[Math.Min(Interlocked.Increment(ref next) - 1, answers.Length - 1)]);
    }

    /// <summary>The stamp is activated, and lists these.</summary>
    public FakeStampAdmin Lists(string products, string downloaded = "")
    {
        On($"GET {ActivationId}", 200, """
            {"id":"x","name":"default","type":"Microsoft.AzureBridge.Admin/activations","location":"lab","properties":{"displayName":"Azure Stack Activation",
             "azureRegistrationResourceIdentifier":"/subscriptions/8f2a0000-0000-4000-8000-000000000a90/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/r",
             "expiration":"9999-12-30T23:59:59Z","marketplaceSyndicationEnabled":true,"usageReportingEnabled":true,"provisioningState":"Succeeded"} }
            """);
        On($"GET {ActivationId}/products", 200, $$"""{"value":[{{products}}]}""");
        On($"GET {ActivationId}/downloadedProducts", 200, $$"""{"value":[{{downloaded}}]}""");
        return this;
    }

    /// <summary>A product as a stamp tells it.</summary>
    public static string Product(string id, string name, string version, long size = 1024, string state = "Succeeded", string kind = "virtualMachineExtension", string more = "") => $$"""
        {"id":"{{ActivationId}}/products/{{id}}","name":"default/{{id}}","type":"Microsoft.AzureBridge.Admin/activations/products","properties":{
         "displayName":"{{name}}","publisherDisplayName":"Acme","publisherIdentifier":"acme","offer":"","offerVersion":"","sku":"","payloadLength":{{size}},
         "productKind":"{{kind}}","productProperties":{"version":"{{version}}"},"provisioningState":"{{state}}"{{more}} } }
        """;

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }

    private void Script()
    {
        On("GET /metadata/endpoints", 200, $$"""
            {"name":"Lab","authentication":{"loginEndpoint":"{{Url}}","audiences":["{{Url}}"],"tenant":"{{Tenant}}"} }
            """);
        On($"POST /{Tenant}/oauth2/v2.0/token", 200, $$"""
            {"access_token":"e30.{{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"tid":"{{Tenant}}","oid":"o","upn":"admin@azurestack.local"}"""))}}.s","expires_in":3600,"refresh_token":"r"}
            """);
        On("GET /tenants", 200, $$"""{"value":[{"id":"/tenants/{{Tenant}}","tenantId":"{{Tenant}}","displayName":"Lab"}]}""");
        On("GET /subscriptions", 200, $$"""
            {"value":[{"id":"/subscriptions/{{Subscription}}","subscriptionId":"{{Subscription}}","displayName":"Default Provider Subscription","tenantId":"{{Tenant}}","state":"Enabled"}]}
            """);
        On($"GET /subscriptions/{Subscription}/resourceGroups/System.lab/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/lab/alerts", 200, """{"value":[]}""");
        On($"GET /subscriptions/{Subscription}/locations", 200, """{"value":[{"id":"x","name":"lab","displayName":"lab"}]}""");
    }

    private FakeStampAdmin On(string request, Func<(int Status, string Body, (string Name, string Value)[] Headers)> answer)
    {
        _answers[request] = context =>
        {
            var (status, body, headers) = answer();
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value.Replace("{url}", Url.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);
            return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
        };
        return this;
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        Asked.Enqueue(request + context.Request.QueryString);
        if (_answers.TryGetValue(request, out var answer))
            return answer(context);
        context.Response.StatusCode = 404;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync("""{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'azurestack-activation' could not be found."} }""");
    }
}
