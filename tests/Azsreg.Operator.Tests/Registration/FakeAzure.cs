using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>
/// Just enough of Azure, Graph and a stamp's admin ARM on one real socket for the workflow to meet: what was put is there, what is locked
/// stays. Rules are the contracts', kept apart from the product's own server on purpose.
/// </summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";
    public const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    private const string Scope = "/subscriptions/" + Subscription;

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly Lock _guard = new();
    private int _etag;

    private FakeAzure(WebApplication app)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler());
    }

    /// <summary>Every write: <c>PUT /subscriptions/…</c> without its query.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public bool ProviderRegistered { get; set; } = true;

    public string Quota { get; set; } = "EnterpriseAgreement_2014-09-01";

    public List<string> Actions { get; } = ["*"];

    public List<string> NotActions { get; } = [];

    public Dictionary<string, string> Groups { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By ARM id.</summary>
    public Dictionary<string, (RegistrationToken Token, string Etag)> Registrations { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By ARM id of the lock: its level.</summary>
    public Dictionary<string, string> Locks { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By ARM id of the assignment: principal.</summary>
    public Dictionary<string, string> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Service principals of the directory: object id → display name.</summary>
    public Dictionary<string, string> Principals { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The stamp's activation, as its admin ARM tells it.</summary>
    public ActivationKey? Activation { get; set; }

    /// <summary>When a registration by a token ends, as its key says.</summary>
    public Func<RegistrationToken, string> Expires { get; set; } = _ => WellKnown.NeverExpires;

    /// <summary>Groups that are being deleted: how many looks more it takes.</summary>
    public Dictionary<string, int> Deleting { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the stamp's activation lies, where not in this subscription.</summary>
    public string? ActivationElsewhere { get; set; }

    /// <summary>Asked before each request: what to answer instead.</summary>
    public Func<string, string, (int Status, string Code, string Message)?> Refuse { get; set; } = (_, _) => null;

    public Secret? RefreshToken { get; set; } = new("refresh-token-of-the-operator");

    public Uri Url { get; private set; } = null!;

    public static async Task<FakeAzure> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var azure = new FakeAzure(app);
        app.Run(azure.AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        azure.Url = new Uri(address + "/");
        return azure;
    }

    public AzureSide Side(string environmentName = "Local")
    {
        var environment = new AzureEnvironment
        {
            Name = environmentName,
            ResourceManagerUrl = Url,
            LoginEndpoint = Url,
            Audiences = [Url.AbsoluteUri],
            GraphUrl = new Uri(Url, "graph"),
        };
        return new AzureSide
        {
            Environment = environment,
            SubscriptionId = Subscription,
            TenantId = Tenant,
            TenantName = "contoso.onmicrosoft.com",
            Account = "owner@contoso.onmicrosoft.com",
            Arm = new ArmClient(Connection(), environment, new FixedToken()),
            Graph = new GraphClient(Connection(), environment, new FixedToken()),
            GetRefreshToken = _ => ValueTask.FromResult(RefreshToken),
        };
    }

    /// <summary>Marketplace items on the stamp.</summary>
    public List<string> Downloaded { get; } = [];

    /// <summary>Whether the stamp says that it keeps them without an activation; a real one says nothing.</summary>
    public bool? KeepsDownloaded { get; set; }

    public ArmClient Admin() => new(Connection(), new Uri(Url, "stamp/"), new FixedToken(), Url.AbsoluteUri);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    public static string RegistrationId(string name, string group = "azurestack") =>
        $"{Scope}/resourceGroups/{group}/providers/Microsoft.AzureStack/registrations/{name}";

    public void Register(string name, RegistrationToken token, string group = "azurestack")
    {
        Groups[group] = "westcentralus";
        Registrations[RegistrationId(name, group)] = (token, NextEtag());
    }

    /// <summary>The key of a registration; unsigned, since to the operator it is an opaque text.</summary>
    public string KeyOf(string id)
    {
        var arm = ArmResourceId.Parse(id);
        var token = Registrations[id].Token;
        var key = new ActivationKey
        {
            SubscriptionId = Subscription,
            ResourceGroupName = arm.ResourceGroupName!,
            RegistrationName = arm.Name,
            Expires = Expires(token),
            HardwareInfo = token.HardwareInfo,
            CloudId = token.CloudId,
            ObjectId = token.ObjectId,
            BillingModel = token.BillingModel,
            AgreementNumber = token.AgreementNumber,
            MsAssetTag = token.MsAssetTag,
            UsageReportingEnabled = token.UsageReportingEnabled,
            MarketplaceSyndicationEnabled = token.MarketplaceSyndicationEnabled,
            Version = token.Version,
        };
        return $"{Part("""{"kid":"3c92806f4c97488588e3fbb1c16dbd6c", "alg":"RS256"}""")}.{Part(JsonSerializer.Serialize(key, ProtocolJson.Default.ActivationKey))}.{Part(new string('s', 256))}";
    }

    private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private AzureConnection Connection() => new(_http, TimeProvider.System)
    {
        Retry = RetryPolicy.Default with { MaximumTries = 1, MaximumConnectTries = 1 },
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        int status;
        JsonNode? answer;
        lock (_guard)
        {
            Requests.Enqueue($"{method} {path}");
            if (method is not "GET" && !path.EndsWith("/getactivationkey", StringComparison.Ordinal)) Writes.Enqueue($"{method} {path}");
            (status, answer) = Refuse(method, path) is { } refusal
                ? Error(refusal.Status, refusal.Code, refusal.Message)
                : path.StartsWith("/graph/v1.0/", StringComparison.Ordinal) ? Graph(method, path["/graph/v1.0/".Length..], context.Request.Query["$filter"].ToString())
                : path.StartsWith("/stamp/", StringComparison.Ordinal) ? Stamp(path["/stamp".Length..])
                : Arm(method, path, body, context.Request.Query["$filter"].ToString());
        }

        context.Response.StatusCode = status;
        if (answer is null) return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private (int, JsonNode?) Arm(string method, string path, string body, string filter)
    {
        const string Locks = "/providers/Microsoft.Authorization/locks";
        const string Assignments = "/providers/Microsoft.Authorization/roleAssignments";
        if (path == Scope) return (200, Node(new { id = Scope, subscriptionId = Subscription, displayName = "Contoso Stamps", tenantId = Tenant, state = "Enabled", subscriptionPolicies = new { quotaId = Quota } }));
        if (path == $"{Scope}/locations") return (200, List(new { name = "westcentralus", displayName = "West Central US" }, new { name = "westeurope", displayName = "West Europe" }));
        if (path.EndsWith("/providers/Microsoft.AzureStack/register", StringComparison.Ordinal)) ProviderRegistered = true;
        if (path.StartsWith($"{Scope}/providers/Microsoft.AzureStack", StringComparison.Ordinal) && !path.EndsWith("/registrations", StringComparison.Ordinal))
            return (200, Node(new { @namespace = "Microsoft.AzureStack", registrationState = ProviderRegistered ? "Registered" : "NotRegistered" }));
        if (path.EndsWith("/providers/Microsoft.Authorization/permissions", StringComparison.Ordinal)) return (200, List(new { actions = Actions, notActions = NotActions }));
        if (path.Contains("/providers/Microsoft.Authorization/roleDefinitions", StringComparison.Ordinal))
            return (200, List(new { id = $"{Scope}/providers/Microsoft.Authorization/roleDefinitions/{WellKnown.RegistrationOwnerRoleId}", name = WellKnown.RegistrationOwnerRoleId, properties = new { roleName = WellKnown.RegistrationOwnerRole, type = "BuiltInRole" } }));
        if (path.IndexOf(Assignments, StringComparison.Ordinal) is var role and >= 0) return RoleAnswer(method, path, body, filter, path[..role], path.Length == role + Assignments.Length);
        if (path.IndexOf(Locks, StringComparison.Ordinal) is var at and >= 0) return LockAnswer(method, path, body, path[..at], path.Length == at + Locks.Length);
        if (path.EndsWith("/registrations", StringComparison.Ordinal))
        {
            if (!ProviderRegistered) return Error(409, "MissingSubscriptionRegistration", "The subscription is not registered to use namespace 'Microsoft.AzureStack'.");
            var under = path[..^"/providers/Microsoft.AzureStack/registrations".Length];
            return (200, List([.. Registrations.Keys.Where(id => id.StartsWith(under, StringComparison.OrdinalIgnoreCase)).Select(Shape)]));
        }

        if (path.Contains("/providers/Microsoft.AzureStack/registrations/", StringComparison.Ordinal)) return RegistrationAnswer(method, path, body);
        return path.Contains("/resourceGroups/", StringComparison.Ordinal) ? GroupAnswer(method, path, body) : Error(404, "NotFound", path);
    }

    private (int, JsonNode?) GroupAnswer(string method, string path, string body)
    {
        var name = path.Split('/')[4];
        if (path.EndsWith("/resources", StringComparison.Ordinal)) return (200, List());
        switch (method)
        {
            case "PUT":
                Groups[name] = JsonNode.Parse(body)!["location"]!.GetValue<string>();
                break;
            case "DELETE":
                return Groups.Remove(name) ? (200, null) : Error(404, "ResourceGroupNotFound", name);
            default:
                if (Deleting.TryGetValue(name, out var looks))
                {
                    Deleting[name] = looks - 1;
                    if (looks <= 0) Deleting.Remove(name);
                    if (looks <= 0) return Error(404, "ResourceGroupNotFound", name);
                    return (200, Node(new { id = path, name, location = "westcentralus", properties = new { provisioningState = "Deleting" } }));
                }

                if (!Groups.ContainsKey(name)) return Error(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");
                break;
        }

        return (200, Node(new { id = path, name, location = Groups[name], properties = new { provisioningState = "Succeeded" } }));
    }

    private (int, JsonNode?) RegistrationAnswer(string method, string path, string body)
    {
        if (path.EndsWith("/getactivationkey", StringComparison.Ordinal))
            return (200, Node(new { activationKey = KeyOf(path[..^"/getactivationkey".Length]) }));
        switch (method)
        {
            case "PUT":
                var text = JsonNode.Parse(body)!["properties"]!["registrationToken"]!.GetValue<string>();
                var token = RegistrationTokenCodec.Decode(text);
                if (!Groups.ContainsKey(path.Split('/')[4])) return Error(404, "ResourceGroupNotFound", "no group");
                Registrations[path] = (token, NextEtag());
                return (200, Shape(path));
            case "DELETE":
                if (Locks.Keys.Any(one => one.StartsWith(path, StringComparison.OrdinalIgnoreCase))) return Error(409, "ScopeLocked", $"The scope '{path}' cannot perform delete operation because following scope(s) are locked: '{path}'.");
                return Registrations.Remove(path) ? (200, null) : (204, null);
            default:
                return Registrations.ContainsKey(path) ? (200, Shape(path)) : Error(404, "ResourceNotFound", path);
        }
    }

    private (int, JsonNode?) LockAnswer(string method, string path, string body, string scope, bool list)
    {
        if (list)
        {
            var reaching = Locks.Where(one => one.Key.StartsWith(scope, StringComparison.OrdinalIgnoreCase)
                || scope.StartsWith(one.Key[..one.Key.IndexOf("/providers/Microsoft.Authorization", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase));
            return (200, List([.. reaching.Select(one => LockShape(one.Key))]));
        }

        switch (method)
        {
            case "PUT":
                Locks[path] = JsonNode.Parse(body)!["properties"]!["level"]!.GetValue<string>();
                return (201, LockShape(path));
            case "DELETE":
                return (Locks.Remove(path) ? 200 : 204, null);
            default:
                return Locks.ContainsKey(path) ? (200, LockShape(path)) : Error(404, "LockNotFound", path);
        }
    }

    private (int, JsonNode?) RoleAnswer(string method, string path, string body, string filter, string scope, bool list)
    {
        if (list)
            return (200, List([.. Roles.Where(one => filter.Contains(one.Value, StringComparison.OrdinalIgnoreCase) && one.Key.StartsWith(scope, StringComparison.OrdinalIgnoreCase)).Select(one => RoleShape(one.Key))]));
        if (method == "DELETE") return (Roles.Remove(path) ? 200 : 204, null);
        Roles[path] = JsonNode.Parse(body)!["properties"]!["principalId"]!.GetValue<string>();
        return (201, RoleShape(path));
    }

    private (int, JsonNode?) Graph(string method, string path, string filter)
    {
        var id = path.Split('/')[^1];
        if (path == "applications")
            return (200, List([.. Principals.Where(one => filter.Contains($"app-{one.Key}", StringComparison.Ordinal)).Select(one => Node(new { id = $"application-{one.Key}", appId = $"app-{one.Key}", displayName = one.Value }))]));
        if (method == "DELETE") return (Principals.Remove(id.Replace("application-", "", StringComparison.Ordinal)) ? 204 : 404, null);
        return Principals.TryGetValue(id, out var name)
            ? (200, Node(new { id, appId = $"app-{id}", displayName = name }))
            : Error(404, "Request_ResourceNotFound", id);
    }

    private (int, JsonNode?) Stamp(string path)
    {
        const string Default = "/subscriptions/stamp-subscription";
        if (path == "/subscriptions") return (200, List(new { id = Default, subscriptionId = "stamp-subscription", displayName = "Default Provider Subscription" }));
        if (path.EndsWith("/locations", StringComparison.Ordinal)) return (200, List(new { name = "local" }));
        if (path.EndsWith("/alerts", StringComparison.Ordinal))
            return (200, List(new { id = "a", name = "local/a", type = "t", properties = new { title = "Activation Required", severity = "Warning", state = Activation is null ? "Active" : "Closed" } }));
        if (path.EndsWith("/products", StringComparison.Ordinal))
            return (200, List(new { id = "p", name = "default/wordpress", type = "t", properties = new { displayName = "WordPress" } }));
        if (path.EndsWith("/downloadedProducts", StringComparison.Ordinal))
        {
            return (200, List([.. Downloaded.Select(one => Node(new
            {
                id = "d", name = $"default/{one}", type = "t", properties = new { displayName = one, payloadLength = 3L << 29, productProperties = new { version = "1.0" } },
            }))]));
        }

        if (Activation is not { } key || !path.EndsWith("/activations/default", StringComparison.Ordinal)) return Error(404, "ResourceNotFound", path);
        return (200, Node(new
        {
            id = path,
            name = "default",
            type = "Microsoft.AzureBridge.Admin/activations",
            location = "local",
            properties = new
            {
                displayName = "Azure Stack Activation",
                azureRegistrationResourceIdentifier = ActivationElsewhere ?? RegistrationId(key.RegistrationName, key.ResourceGroupName),
                expiration = key.Expires,
                marketplaceSyndicationEnabled = key.MarketplaceSyndicationEnabled,
                usageReportingEnabled = key.UsageReportingEnabled,
                provisioningState = "Succeeded",
                keepsDownloadedProducts = KeepsDownloaded,
            },
        }));
    }

    private JsonNode Shape(string id)
    {
        var (token, etag) = Registrations[id];
        return Node(new
        {
            id,
            name = id.Split('/')[^1],
            type = "Microsoft.AzureStack/registrations",
            location = "global",
            etag,
            properties = new { objectId = token.ObjectId, cloudId = token.CloudId, billingModel = token.BillingModel },
        });
    }

    private JsonNode LockShape(string id) => Node(new { id, name = id.Split('/')[^1], type = "Microsoft.Authorization/locks", properties = new { level = Locks[id], notes = "" } });

    private JsonNode RoleShape(string id) => Node(new
    {
        id,
        name = id.Split('/')[^1],
        properties = new
        {
            roleDefinitionId = $"{Scope}/providers/Microsoft.Authorization/roleDefinitions/{WellKnown.RegistrationOwnerRoleId}",
            principalId = Roles[id],
            scope = id[..id.IndexOf("/providers/Microsoft.Authorization", StringComparison.Ordinal)],
        },
    });

    private string NextEtag() => $"\"{++_etag:x8}-0000-0600-0000-5cf50ddf0000\"";

    private static (int, JsonNode?) Error(int status, string code, string message) => (status, Node(new { error = new { code, message } }));

    private static JsonObject List(params object[] items) => new JsonObject { ["value"] = new JsonArray([.. items.Select(item => item as JsonNode ?? Node(item))]) };

    private static JsonNode Node(object value) => JsonSerializer.SerializeToNode(value)!;

    private sealed class FixedToken : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) => ValueTask.FromResult(new Secret("token"));
    }
}
