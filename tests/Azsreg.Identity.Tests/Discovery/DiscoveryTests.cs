using System.Net;
using System.Text.Json.Nodes;

namespace Azsreg.Identity.Tests;

public sealed class DiscoveryTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private TestHost Host => fixture.Host;

    [Fact]
    public async Task Configuration_V2OfATenantByDomain_NamesTheTenantById()
    {
        var json = await GetAsync("contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration");
        json["issuer"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/v2.0");
        json["token_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/oauth2/v2.0/token");
        json["authorization_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/oauth2/v2.0/authorize");
        json["device_authorization_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/oauth2/v2.0/devicecode");
        json["jwks_uri"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/discovery/v2.0/keys");
        json["end_session_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/oauth2/v2.0/logout");
    }

    [Fact]
    public async Task Configuration_V1OfATenant_V1Endpoints()
    {
        var json = await GetAsync($"{TestHost.Contoso}/.well-known/openid-configuration");
        json["issuer"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/");
        json["token_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/oauth2/token");
        json["jwks_uri"]!.GetValue<string>().ShouldBe($"{Host.Url}{TestHost.Contoso}/discovery/keys");
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    public async Task Configuration_AnyTenant_IssuerIsATemplate(string tenant) =>
        (await GetAsync($"{tenant}/v2.0/.well-known/openid-configuration"))["issuer"]!.GetValue<string>().ShouldBe($"{Host.Url}{{tenantid}}/v2.0");

    [Fact]
    public async Task Configuration_UnknownTenant_90002()
    {
        using var response = await Host.Http.GetAsync("nowhere.example/v2.0/.well-known/openid-configuration");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("AADSTS90002: Tenant ");
    }

    [Fact]
    public async Task Keys_V1_PublicPartsOnly()
    {
        var key = (await GetAsync("common/discovery/keys"))["keys"]!.AsArray().Single()!.AsObject();
        key.Select(field => field.Key).ShouldBe(["kty", "use", "alg", "kid", "n", "e", "issuer"]);
        key["e"]!.GetValue<string>().ShouldBe("AQAB");
    }

    [Fact]
    public async Task Instance_Get_ThisHostIsItsOwnCloud()
    {
        var json = await GetAsync("common/discovery/instance?api-version=1.1&authorization_endpoint=https://localhost/common/oauth2/v2.0/authorize");
        json["tenant_discovery_endpoint"]!.GetValue<string>().ShouldBe($"{Host.Url}common/v2.0/.well-known/openid-configuration");
        json["metadata"]![0]!["preferred_network"]!.GetValue<string>().ShouldBe(Host.Url.Authority);
    }

    [Theory]
    [InlineData("owner@contoso.onmicrosoft.com", "Managed")]
    [InlineData("sam@outlook.example", "Managed")]
    [InlineData("nobody@nowhere.example", "Unknown")]
    [InlineData("nobody", "Unknown")]
    public async Task UserRealm_User_AccountType(string user, string type) =>
        (await GetAsync($"common/userrealm/{user}?api-version=1.0"))["account_type"]!.GetValue<string>().ShouldBe(type);

    [Fact]
    public async Task SingleTenant_CommonAndOtherTenants_OnlyTheOneIsThere()
    {
        await using var host = await TestHost.StartAsync(options => options with { SingleTenant = TestHost.Contoso });
        var json = JsonNode.Parse(await host.Http.GetStringAsync("common/v2.0/.well-known/openid-configuration"))!;
        json["issuer"]!.GetValue<string>().ShouldBe($"{host.Url}{TestHost.Contoso}/v2.0");
        using var response = await host.Http.GetAsync("fabrikam.onmicrosoft.com/v2.0/.well-known/openid-configuration");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await Host.Http.GetStringAsync(path))!.AsObject();
}
