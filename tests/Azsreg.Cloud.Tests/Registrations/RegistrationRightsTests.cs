using System.Net.Http.Headers;
using System.Text.Json;
using Azsreg.Cloud.Marketplace;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>Registrations among locks, rights, groups and providers.</summary>
public sealed class RegistrationRightsTests(CloudFixture cloud)
{
    private const string Api = "?api-version=2017-06-01";

    [Fact]
    public async Task Put_UnregisteredProvider_IsMissingSubscriptionRegistration()
    {
        var registration = await NewAsync(registered: false);
        var (code, message) = await cloud.RefusedAsync(409, HttpMethod.Put, registration + Api, json: Body());
        code.ShouldBe("MissingSubscriptionRegistration");
        message.ShouldBe("The subscription is not registered to use namespace 'Microsoft.AzureStack'. See https://aka.ms/rps-not-found for how to register subscriptions.");
    }

    [Fact]
    public async Task Put_UnknownGroup_IsResourceGroupNotFound()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var (code, _) = await cloud.RefusedAsync(
            404, HttpMethod.Put, ArmResourceId.Registration(subscription, "nowhere", "one") + Api, json: Body());
        code.ShouldBe("ResourceGroupNotFound");
    }

    [Fact]
    public async Task Put_Reader_IsAuthorizationFailed()
    {
        var registration = await NewAsync();
        var (code, message) = await cloud.RefusedAsync(403, HttpMethod.Put, registration + Api, "reader", Body());
        code.ShouldBe("AuthorizationFailed");
        message.ShouldContain("'Microsoft.AzureStack/registrations/write'");
    }

    [Fact]
    public async Task Delete_Locked_IsScopeLockedUntilTheLockGoes()
    {
        var registration = await NewAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, registration + Api, json: Body());
        var theLock = registration + "/providers/Microsoft.Authorization/locks/RegistrationResourceLock?api-version=2016-09-01";
        await cloud.ExpectAsync(201, HttpMethod.Put, theLock, json: """{"properties":{"level":"CanNotDelete"}}""");
        (await cloud.RefusedAsync(409, HttpMethod.Delete, registration + Api)).Code.ShouldBe("ScopeLocked");
        await cloud.ExpectAsync(200, HttpMethod.Post, registration + "/getActivationKey" + Api);
        await cloud.ExpectAsync(200, HttpMethod.Delete, theLock);
        await cloud.ExpectAsync(200, HttpMethod.Delete, registration + Api);
    }

    [Fact]
    public async Task Delete_RightsOnTheRegistration_AreGoneWithIt()
    {
        var registration = await NewAsync();
        var body = Body();
        await cloud.ExpectAsync(201, HttpMethod.Put, registration + Api, json: body);
        await cloud.Services.GetRequiredService<RoleAssignmentStore>().GrantAsync(
            CloudFixture.Contoso, registration, BuiltInRoles.Reader, cloud.People["nobody"]);
        await cloud.ExpectAsync(200, HttpMethod.Get, registration + Api, "nobody");
        await cloud.ExpectAsync(200, HttpMethod.Delete, registration + Api);
        await cloud.ExpectAsync(201, HttpMethod.Put, registration + Api, json: body);
        (await cloud.RefusedAsync(403, HttpMethod.Get, registration + Api, "nobody")).Code.ShouldBe("AuthorizationFailed");
    }

    [Fact]
    public async Task Bridge_WithTheRegistrationOwnerRole_ReadsProductsAndNothingElse()
    {
        var registration = await NewAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, registration + Api, json: Body());
        await cloud.Services.GetRequiredService<ProductStore>().ReplaceSampleAsync(SampleCatalogue.ToProducts(TimeProvider.System.GetUtcNow()), default);
        var (token, objectId) = await NewBridgeAsync();
        (await SendAsync(HttpMethod.Get, registration + "/products" + Api, token)).Status.ShouldBe(403);
        await cloud.Services.GetRequiredService<RoleAssignmentStore>().GrantAsync(
            CloudFixture.Contoso, registration, BuiltInRoles.RegistrationOwner, objectId, "ServicePrincipal");

        var (status, page) = await SendAsync(HttpMethod.Get, registration + "/products" + Api, token);
        status.ShouldBe(200);
        page.GetProperty("value").GetArrayLength().ShouldBe(100);
        (await SendAsync(HttpMethod.Post, registration + "/products/bitnami.wordpress4-4-4.9.7/listDetails" + Api, token)).Status.ShouldBe(200);
        (await SendAsync(HttpMethod.Get, registration + Api, token)).Status.ShouldBe(200);
        (await SendAsync(HttpMethod.Post, registration + "/getActivationKey" + Api, token)).Status.ShouldBe(403);
        (await SendAsync(HttpMethod.Delete, registration + Api, token)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Resources_OfTheGroup_ListTheRegistration()
    {
        var registration = await NewAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, registration + Api, json: Body());
        var id = ArmResourceId.Parse(registration);
        var list = await cloud.ExpectAsync(200, HttpMethod.Get, $"{id.Parent}/resources?api-version=2021-04-01");
        var resource = list.GetProperty("value").EnumerateArray().Single();
        resource.GetProperty("type").GetString().ShouldBe("Microsoft.AzureStack/registrations");
        resource.GetProperty("location").GetString().ShouldBe("global");
    }

    private async Task<string> NewAsync(bool registered = true)
    {
        var subscription = await cloud.NewSubscriptionAsync(registered: registered);
        var group = ArmResourceId.ResourceGroup(subscription, "azurestack");
        await cloud.ExpectAsync(201, HttpMethod.Put, group + "?api-version=2021-04-01", json: """{"location":"westcentralus"}""");
        return ArmResourceId.Registration(subscription, "azurestack", "one").ToString();
    }

    private static string Body() => ProviderRig.Body(Tokens.Unsigned(ProviderRig.NewCloudId()).Encode());

    private async Task<(string Token, string ObjectId)> NewBridgeAsync()
    {
        var directory = cloud.Services.GetRequiredService<IdentityDirectory>();
        var tenant = Guid.Parse(CloudFixture.Contoso);
        var application = await directory.CreateApplicationAsync(new NewApplication { TenantId = tenant, DisplayName = "bridge" });
        var principal = await directory.CreateServicePrincipalAsync(tenant, application.AppId);
        var secret = await directory.AddPasswordAsync(application.AppId);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = application.AppId.ToString(),
            ["client_secret"] = secret.Text.Reveal(),
            ["scope"] = cloud.Url + "/.default",
        });
        using var response = await cloud.Http.PostAsync(new Uri($"/{tenant}/oauth2/v2.0/token", UriKind.Relative), form);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return (body.GetProperty("access_token").GetString()!, principal.ObjectId.ToString());
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await cloud.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
