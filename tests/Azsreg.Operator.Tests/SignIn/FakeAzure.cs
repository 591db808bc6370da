using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Environments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Operator.Tests.SignIn;

/// <summary>An Azure over TLS that answers sign-in and the few reads around it with literal bodies: one person in two directories, one application.</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    public const string Home = "72f988aa-0000-4000-8000-000000000001";
    public const string Other = "72f988aa-0000-4000-8000-000000000002";
    public const string Stamps = "8f2a0000-0000-4000-8000-000000000a90";
    public const string Capacity = "8f2a0000-0000-4000-8000-000000000a91";
    public const string Far = "8f2a0000-0000-4000-8000-000000000b01";

    private readonly LocalCertificateAuthority _authority;
    private readonly WebApplication _app;

    private FakeAzure(LocalCertificateAuthority authority, WebApplication app, Uri url)
    {
        _authority = authority;
        _app = app;
        Url = url;
    }

    public Uri Url { get; }

    public string AuthorityPem => _authority.ExportRootPem();

    /// <summary>Forms sent to token endpoints, with the directory as <c>tenant</c>.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> SignIns { get; } = new();

    /// <summary>Subscriptions of the home directory.</summary>
    public string HomeSubscriptions { get; set; } = $$"""
        {"id":"/subscriptions/{{Stamps}}","subscriptionId":"{{Stamps}}","displayName":"Contoso Stamps","tenantId":"{{Home}}","state":"Enabled","subscriptionPolicies":{"quotaId":"PayAsYouGo_2014-09-01"} },
        {"id":"/subscriptions/{{Capacity}}","subscriptionId":"{{Capacity}}","displayName":"Contoso Capacity (EA)","tenantId":"{{Home}}","state":"Enabled","subscriptionPolicies":{"quotaId":"EnterpriseAgreement_2014-09-01"} }
        """;

    /// <summary>True where the other directory wants a second factor of its guests.</summary>
    public bool OtherIsStrict { get; set; }

    public EnvironmentEntry Entry => new(
        new AzureEnvironment
        {
            Name = "Fake", ResourceManagerUrl = Url, LoginEndpoint = Url, Audiences = [Url.AbsoluteUri], GraphUrl = new Uri(Url, "graph"), DefaultTenant = "common",
        },
        [AuthorityPem]);

    public static async Task<FakeAzure> StartAsync(DataFolder folder, Action<WebApplication, Uri>? more = null)
    {
        var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        var host = new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = authority.IssueServerCertificate() };
        var app = host.CreateBuilder(out var listeners).Build();
        var azure = new FakeAzure(authority, app, listeners.Url());
        azure.Map(app);
        more?.Invoke(app, azure.Url);
        await app.StartAsync();
        return azure;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.MapPost("/{tenant}/oauth2/v2.0/token", TokenAsync);
        app.MapPost("/{tenant}/oauth2/v2.0/devicecode", context => Write(context, $$"""
            {"device_code":"dc","user_code":"ABCD-EFGH","verification_uri":"{{Url}}device","expires_in":900,"interval":1}
            """));
        app.MapGet("/metadata/endpoints", context => Write(context, $$"""
            {"name":"Fake","authentication":{"loginEndpoint":"{{Url}}","audiences":["{{Url}}"],"tenant":"common"},"microsoftGraphResourceId":"{{Url}}graph"}
            """));
        app.MapGet("/tenants", context => Write(context, $$"""
            {"value":[{"id":"/tenants/{{Home}}","tenantId":"{{Home}}","displayName":"Contoso","defaultDomain":"contoso.onmicrosoft.com"},
                      {"id":"/tenants/{{Other}}","tenantId":"{{Other}}","displayName":"Fabrikam","defaultDomain":"fabrikam.onmicrosoft.com"}]}
            """));
        app.MapGet("/subscriptions", context => Write(context, TenantOf(context) == Other
            ? $$"""{"value":[{"id":"/subscriptions/{{Far}}","subscriptionId":"{{Far}}","displayName":"Fabrikam","tenantId":"{{Other}}","state":"Disabled"}] }"""
            : $$"""{"value":[{{HomeSubscriptions}}]}"""));
        app.MapGet("/subscriptions/{s}", (HttpContext context, string s) =>
        {
            if (s != Far)
                return Write(context, """{"error":{"code":"SubscriptionNotFound","message":"none"}}""", 404);
            context.Response.Headers.WWWAuthenticate = $"Bearer authorization_uri=\"{Url}{Other}\", error=\"invalid_token\"";
            return Write(context, """{"error":{"code":"AuthenticationFailed","message":"no token"}}""", 401);
        });
        app.MapGet("/subscriptions/{s}/providers/Microsoft.Authorization/roleAssignments", (HttpContext context, string s) => s == Far
            ? Write(context, """{"error":{"code":"AuthorizationFailed","message":"no"}}""", 403)
            : Write(context, $$"""
            {"value":[{"id":"x","name":"x","properties":{"scope":"/subscriptions/{{s}}/resourceGroups/g","principalId":"o","roleDefinitionId":"/roles/contributor"} },
                      {"id":"y","name":"y","properties":{"scope":"/subscriptions/{{s}}","principalId":"o","roleDefinitionId":"/roles/owner"} },
                      {"id":"z","name":"z","properties":{"scope":"/","principalId":"o","roleDefinitionId":"/roles/reader"} }]}
            """));
        app.MapGet("/roles/{name}", (HttpContext context, string name) =>
            Write(context, $$"""{"id":"/roles/{{name}}","name":"{{name}}","properties":{"roleName":"{{char.ToUpperInvariant(name[0]) + name[1..]}}"} }"""));
    }

    private async Task TokenAsync(HttpContext context)
    {
        var tenant = (string)context.Request.RouteValues["tenant"]!;
        var form = (await context.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        form["tenant"] = tenant;
        SignIns.Enqueue(form);
        if (form.GetValueOrDefault("password") == "wrong")
        {
            await Write(context, """{"error":"invalid_grant","error_description":"AADSTS50126: Error validating credentials.","error_codes":[50126]}""", 400);
            return;
        }

        if (OtherIsStrict && tenant == Other)
        {
            await Write(context, """{"error":"interaction_required","error_description":"AADSTS50076: second factor","error_codes":[50076]}""", 400);
            return;
        }

        var of = tenant == Other || tenant == "fabrikam.onmicrosoft.com" ? Other : Home;
        var isApplication = form["grant_type"] == "client_credentials";
        var who = isApplication ? $"\"appid\":\"{form["client_id"]}\"" : "\"upn\":\"owner@contoso.onmicrosoft.com\"";
        var token = $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"tid":"{{of}}","oid":"o",{{who}}}"""))}.s";
        var refresh = isApplication ? "" : $",\"refresh_token\":\"secret-refresh-{SignIns.Count}\"";
        await Write(context, $$"""{"access_token":"{{token}}","expires_in":3600{{refresh}}}""");
    }

    private static string TenantOf(HttpContext context)
    {
        var payload = context.Request.Headers.Authorization.ToString().Split('.')[1];
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)).Contains(Other, StringComparison.Ordinal) ? Other : Home;
    }

    private static Task Write(HttpContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
