using System.Security.Cryptography.X509Certificates;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.AzureClient;
using Azsreg.Stamp.Bridge;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>The least Azure a stamp's bridge can meet: token endpoint, Graph and a product list, over TLS, with switches for what goes wrong.</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Tenant = "72f988aa-0000-4000-8000-000000000001";
    public const string RefreshToken = "refresh-token-of-the-operator";

    private readonly WebApplication _application;
    private int _made;

    private FakeAzure(WebApplication application, Uri url)
    {
        _application = application;
        Url = url;
    }

    public Uri Url { get; }

    public ConcurrentDictionary<string, JsonObject> Applications { get; } = new();

    public ConcurrentDictionary<string, string> ServicePrincipals { get; } = new();

    /// <summary>Client ids and grants of the token requests, in order.</summary>
    public ConcurrentQueue<string> TokenRequests { get; } = new();

    public bool MayCreateApplications { get; set; } = true;

    public bool ListsProducts { get; set; } = true;

    /// <summary>The status a registration is answered with.</summary>
    public int RegistrationAnswer { get; set; } = 200;

    /// <summary>The service principal a registration names; null for the one there is.</summary>
    public string? RegisteredObjectId { get; set; }

    /// <summary>The status the lock is answered with; 403 as the built-in role has it.</summary>
    public int LockAnswer { get; set; } = 403;

    /// <summary>Whether the bridge may sign in by its certificate.</summary>
    public bool TakesCertificates { get; set; } = true;

    /// <summary>Where usage is sent.</summary>
    public FakeCommerce Commerce { get; } = new();

    public int ProductLists => _productLists;

    private int _productLists;

    /// <summary>While set, a list of products waits for it on its way, with what was offered when it was asked for.</summary>
    public TaskCompletionSource? HoldLists { get; set; }

    /// <summary>Completed when a list of products is held.</summary>
    public TaskCompletionSource ListHeld { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Products beside the two that are always listed, and what they consist of: part to blob.</summary>
    public ConcurrentDictionary<string, FakeItem> Items { get; } = new();

    public FakeBlobs Blobs { get; } = new();

    /// <summary>The status listDetails is answered with.</summary>
    public int DetailsAnswer { get; set; } = 200;

    public int DetailsAsked => _detailsAsked;

    private int _detailsAsked;

    /// <summary>While set, requests to Graph wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Completed when a request to Graph is held.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BridgeEnvironment Environment => new(
        new AzureEnvironment
        {
            Name = "Local",
            ResourceManagerUrl = Url,
            LoginEndpoint = Url,
            Audiences = [Url.AbsoluteUri],
            GraphUrl = new Uri(Url, "graph"),
        },
        [TestKeys.Root]);

    public static async Task<FakeAzure> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(TestKeys.Server)));
        builder.Services.AddRouting();
        var application = builder.Build();
        FakeAzure? azure = null;
        application.Use(async (context, next) =>
        {
            await azure!.WaitAsync(context);
            await next(context);
        });
        application.UseRouting();
        application.MapPost("/{tenant}/oauth2/v2.0/token", context => azure!.GiveTokenAsync(context));
        application.MapGet("/graph/v1.0/applications", context => azure!.ListApplicationsAsync(context));
        application.MapPost("/graph/v1.0/applications", context => azure!.CreateApplicationAsync(context));
        application.MapGet("/graph/v1.0/applications/{id}", context => azure!.GetApplicationAsync(context));
        application.MapPatch("/graph/v1.0/applications/{id}", context => azure!.PatchApplicationAsync(context));
        application.MapGet("/graph/v1.0/servicePrincipals", context => azure!.ListPrincipalsAsync(context));
        application.MapGet("/graph/v1.0/servicePrincipals/{id}", context => azure!.GetPrincipalAsync(context));
        application.MapPost("/graph/v1.0/servicePrincipals", context => azure!.CreatePrincipalAsync(context));
        application.MapGet(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}",
            context => azure!.GetRegistrationAsync(context));
        application.MapGet(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}/providers/Microsoft.Authorization/locks/{l}",
            context => azure!.GetLockAsync(context));
        application.MapGet(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}/products",
            context => azure!.ListProductsAsync(context));
        application.MapPost(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}/products/_all/listProducts",
            context => azure!.ListProductsAsync(context));
        application.MapPost(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}/products/{p}/listDetails",
            context => azure!.GiveDetailsAsync(context));
        application.MapPost(
            "/subscriptions/{s}/resourceGroups/{g}/providers/Microsoft.AzureStack/registrations/{r}/products/{p}/uploadProductLog",
            context => AnswerAsync(context, 200, new JsonObject()));
        application.Map("/blobs/{**name}", context => azure!.Blobs.AnswerAsync(context));
        application.MapPut("/usage/{**batch}", context => azure!.Commerce.TakeAsync(context));
        await application.StartAsync();
        var port = new Uri(application.Urls.First()).Port;
        azure = new FakeAzure(application, new Uri($"https://localhost:{port}/"));
        return azure;
    }

    public async ValueTask DisposeAsync()
    {
        Hold?.TrySetResult();
        HoldLists?.TrySetResult();
        await _application.DisposeAsync();
    }

    private async Task WaitAsync(HttpContext context)
    {
        if (Hold is { } hold && context.Request.Path.StartsWithSegments("/graph"))
        {
            Held.TrySetResult();
            await hold.Task.WaitAsync(context.RequestAborted);
        }
    }

    private async Task GiveTokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        TokenRequests.Enqueue($"{form["client_id"]} {form["grant_type"]} {form["scope"]}");
        var refused = form["grant_type"].ToString() switch
        {
            "refresh_token" when form["refresh_token"] != RefreshToken => "AADSTS700082: The refresh token has expired.",
            "client_credentials" when string.IsNullOrEmpty(form["client_assertion"]) => "AADSTS7000218: The request body must contain client_assertion.",
            "client_credentials" when !TakesCertificates => "AADSTS700016: Application was not found in the directory.",
            _ => null,
        };
        if (refused is not null)
        {
            await AnswerAsync(context, 400, new JsonObject { ["error"] = "invalid_grant", ["error_description"] = refused, ["error_codes"] = new JsonArray(700082) });
            return;
        }

        await AnswerAsync(context, 200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = "access-token" });
    }

    private Task ListApplicationsAsync(HttpContext context)
    {
        var filter = context.Request.Query["$filter"].ToString();
        var (field, value) = (filter.Split(' ')[0], filter.Split('\'')[1]);
        var found = Applications.Values.Where(application => application[field]!.GetValue<string>() == value).Select(application => application.DeepClone());
        return AnswerAsync(context, 200, new JsonObject { ["value"] = new JsonArray([.. found]) });
    }

    private async Task CreateApplicationAsync(HttpContext context)
    {
        if (!MayCreateApplications)
        {
            await RefuseAsync(context, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
            return;
        }

        var body = await BodyAsync(context);
        var number = Interlocked.Increment(ref _made);
        body["id"] = $"a0000000-0000-4000-8000-{number:D12}";
        body["appId"] = $"b0000000-0000-4000-8000-{number:D12}";
        body["keyCredentials"] = new JsonArray([.. body["keyCredentials"]!.AsArray().Select(one => Identified(one!.DeepClone()))]);
        Applications[body["id"]!.GetValue<string>()] = body;
        await AnswerAsync(context, 201, body.DeepClone());
    }

    private async Task PatchApplicationAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (!Applications.TryGetValue((string)context.Request.RouteValues["id"]!, out var application))
        {
            await RefuseAsync(context, 404, "Request_ResourceNotFound", "Resource does not exist.");
            return;
        }

        // Graph keeps the bytes of what is named by its id, and the thumbprint tells two certificates apart.
        var known = application["keyCredentials"]?.AsArray() ?? [];
        application["keyCredentials"] = new JsonArray(
        [
            .. body["keyCredentials"]!.AsArray().Select(one => one!["key"] is null
                ? known.Single(former => (string?)former!["keyId"] == (string?)one["keyId"])!.DeepClone()
                : Identified(one.DeepClone())),
        ]);
        context.Response.StatusCode = 204;
    }

    private async Task GetApplicationAsync(HttpContext context)
    {
        if (Applications.TryGetValue((string)context.Request.RouteValues["id"]!, out var application))
            await AnswerAsync(context, 200, application.DeepClone());
        else
            await RefuseAsync(context, 404, "Request_ResourceNotFound", "Resource does not exist.");
    }

    private static JsonNode Identified(JsonNode credential)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(credential["key"]!.GetValue<string>()));
        credential["customKeyIdentifier"] = certificate.Thumbprint;
        credential["keyId"] = certificate.SerialNumber;
        return credential;
    }

    private Task ListPrincipalsAsync(HttpContext context)
    {
        var appId = context.Request.Query["$filter"].ToString().Split('\'')[1];
        var found = ServicePrincipals.Where(pair => pair.Value == appId).Select(pair => (JsonNode)new JsonObject { ["id"] = pair.Key, ["appId"] = pair.Value });
        return AnswerAsync(context, 200, new JsonObject { ["value"] = new JsonArray([.. found]) });
    }

    private Task GetPrincipalAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return ServicePrincipals.TryGetValue(id, out var appId)
            ? AnswerAsync(context, 200, new JsonObject { ["id"] = id, ["appId"] = appId })
            : RefuseAsync(context, 404, "Request_ResourceNotFound", "Resource does not exist.");
    }

    private async Task CreatePrincipalAsync(HttpContext context)
    {
        var appId = (await BodyAsync(context))["appId"]!.GetValue<string>();
        var id = $"c0000000-0000-4000-8000-{Interlocked.Increment(ref _made):D12}";
        ServicePrincipals[id] = appId;
        await AnswerAsync(context, 201, new JsonObject { ["id"] = id, ["appId"] = appId });
    }

    private Task GetRegistrationAsync(HttpContext context) => RegistrationAnswer switch
    {
        200 => AnswerAsync(context, 200, new JsonObject
        {
            ["id"] = context.Request.Path.Value,
            ["name"] = (string?)context.Request.RouteValues["r"],
            ["type"] = "Microsoft.AzureStack/registrations",
            ["location"] = "global",
            ["properties"] = new JsonObject { ["objectId"] = RegisteredObjectId ?? ServicePrincipals.Keys.First(), ["cloudId"] = "c", ["billingModel"] = "PayAsYouUse" },
        }),
        404 => RefuseAsync(context, 404, "ResourceNotFound", "The Resource was not found."),
        var status => RefuseAsync(context, status, "AuthorizationFailed", "The client does not have authorization."),
    };

    private Task GetLockAsync(HttpContext context) => LockAnswer switch
    {
        200 => AnswerAsync(context, 200, new JsonObject
        {
            ["id"] = context.Request.Path.Value, ["name"] = "RegistrationResourceLock", ["properties"] = new JsonObject { ["level"] = "CanNotDelete" },
        }),
        var status => RefuseAsync(context, status, status == 404 ? "LockNotFound" : "AuthorizationFailed", "No."),
    };

    private async Task ListProductsAsync(HttpContext context)
    {
        Interlocked.Increment(ref _productLists);
        if (!ListsProducts)
        {
            await RefuseAsync(context, 403, "AuthorizationFailed", "The client does not have authorization.");
            return;
        }

        string[] names = ["bitnami.wordpress-4.9.8", "microsoft.custom-script-windows-1.9.1", .. Items.Keys];
        var products = names.Select(name => (JsonNode)new JsonObject
        {
            ["id"] = $"{context.Request.Path}/{name}",
            ["name"] = $"{context.Request.RouteValues["r"]}/{name}",
            ["type"] = "Microsoft.AzureStack/registrations/products",
            ["properties"] = Items.TryGetValue(name, out var item) ? item.Properties(Url) : new JsonObject
            {
                ["displayName"] = name, ["description"] = "<p>Long</p>", ["productKind"] = "virtualMachine", ["payloadLength"] = 1024,
            },
        });
        var answer = new JsonObject { ["value"] = new JsonArray([.. products]) };
        if (HoldLists is { } hold)
        {
            ListHeld.TrySetResult();
            await hold.Task.WaitAsync(context.RequestAborted);
        }

        await AnswerAsync(context, 200, answer);
    }

    private Task GiveDetailsAsync(HttpContext context)
    {
        Interlocked.Increment(ref _detailsAsked);
        if (DetailsAnswer != 200)
            return RefuseAsync(context, DetailsAnswer, DetailsAnswer == 404 ? "ResourceNotFound" : "AuthorizationFailed", "No.");
        return Items.TryGetValue((string)context.Request.RouteValues["p"]!, out var item)
            ? AnswerAsync(context, 200, item.Details(name => Blobs.LinkOf(Url, name)))
            : RefuseAsync(context, 404, "ResourceNotFound", "The Resource was not found.");
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context) => (await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body))!;

    private static Task RefuseAsync(HttpContext context, int status, string code, string message) =>
        AnswerAsync(context, status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    private static Task AnswerAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
