using System.Net.Http.Headers;
using System.Text.Json;

namespace Azsreg.Cloud.Tests.Subscriptions;

public sealed class SubscriptionTests(CloudFixture cloud)
{
    [Fact]
    public async Task Get_Subscription_AnswersOfferAndState()
    {
        var id = await cloud.NewSubscriptionAsync();
        using var response = await cloud.SendAsync(HttpMethod.Get, $"/subscriptions/{id}?api-version=2021-01-01");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $$$"""{"id":"/subscriptions/{{{id}}}","authorizationSource":"RoleBased","managedByTenants":[],"subscriptionId":"{{{id}}}","tenantId":"{{{CloudFixture.Contoso}}}","displayName":"Test","state":"Enabled","subscriptionPolicies":{"locationPlacementId":"Public_2014-09-01","quotaId":"PayAsYouGo_2014-09-01","spendingLimit":"Off"}}""");
    }

    [Fact]
    public async Task Get_WithoutAToken_NamesTheTenantsAuthority()
    {
        var id = await cloud.NewSubscriptionAsync();
        using var response = await cloud.SendAsync(HttpMethod.Get, $"/subscriptions/{id}?api-version=2021-01-01", user: null);
        ((int)response.StatusCode).ShouldBe(401);
        response.Headers.WwwAuthenticate.ShouldHaveSingleItem().ShouldBe(AuthenticationHeaderValue.Parse(
            $"Bearer authorization_uri=\"{cloud.Url}{CloudFixture.Contoso}\", error=\"invalid_token\", error_description=\"The access token is missing or invalid.\""));
    }

    [Fact]
    public async Task Get_WithATokenOfAnotherTenant_IsRefusedNamingTheRightOne()
    {
        var id = await cloud.NewSubscriptionAsync();
        var (code, message) = await cloud.RefusedAsync(401, HttpMethod.Get, $"/subscriptions/{id}?api-version=2021-01-01", "fabrikam");
        code.ShouldBe("InvalidAuthenticationTokenTenant");
        message.ShouldContain($"Please use the authority (URL) '{cloud.Url}{CloudFixture.Contoso}' to get the token.");
    }

    [Fact]
    public async Task Get_WithoutARole_IsRefused()
    {
        var id = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(403, HttpMethod.Get, $"/subscriptions/{id}?api-version=2021-01-01", "nobody")).ShouldBe((
            "AuthorizationFailed",
            $"The client 'nobody@contoso.onmicrosoft.com' with object id '{cloud.People["nobody"]}' does not have authorization to perform action "
            + $"'Microsoft.Resources/subscriptions/read' over scope '/subscriptions/{id}' or the scope is invalid. "
            + "If access was recently granted, please refresh your credentials."));
    }

    [Fact]
    public async Task List_Caller_ShowsOnlyWhatItHasARoleIn()
    {
        var id = await cloud.NewSubscriptionAsync();
        Ids(await cloud.ExpectAsync(200, HttpMethod.Get, "/subscriptions?api-version=2021-01-01&$top=1000", "reader")).ShouldContain(id);
        Ids(await cloud.ExpectAsync(200, HttpMethod.Get, "/subscriptions?api-version=2021-01-01&$top=1000", "fabrikam")).ShouldNotContain(id);
    }

    [Fact]
    public async Task List_WithARoleInAGroupOnly_ShowsTheSubscription()
    {
        var id = await cloud.NewSubscriptionAsync();
        var group = $"/subscriptions/{id}/resourceGroups/mine";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + "?api-version=2021-04-01", json: """{"location":"westeurope"}""");
        await cloud.ExpectAsync(
            201, HttpMethod.Put, $"{group}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01",
            json: $$$"""{"properties":{"roleDefinitionId":"{{{BuiltInRoles.Reader.Id}}}","principalId":"{{{cloud.People["nobody"]}}}"}}""");
        Ids(await cloud.ExpectAsync(200, HttpMethod.Get, "/subscriptions?api-version=2021-01-01&$top=1000", "nobody")).ShouldContain(id);
        var groups = await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{id}/resourcegroups?api-version=2021-04-01", "nobody");
        groups.GetProperty("value").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Requests_DisabledSubscription_CanBeReadAndEmptiedButNotWritten()
    {
        var id = await cloud.NewSubscriptionAsync(SubscriptionState.Disabled);
        (await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{id}?api-version=2021-01-01")).GetProperty("state").GetString().ShouldBe("Disabled");
        (await cloud.RefusedAsync(
            409, HttpMethod.Put, $"/subscriptions/{id}/resourcegroups/g?api-version=2021-04-01", json: """{"location":"westeurope"}""")).ShouldBe((
            "ReadOnlyDisabledSubscription",
            $"The subscription '{id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled."));
        (await cloud.RefusedAsync(404, HttpMethod.Delete, $"/subscriptions/{id}/resourcegroups/g?api-version=2021-04-01")).Code.ShouldBe("ResourceGroupNotFound");
    }

    [Fact]
    public async Task Locations_Subscription_HoldWestCentralUs()
    {
        var id = await cloud.NewSubscriptionAsync();
        var all = await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{id}/locations?api-version=2021-01-01");
        var one = all.GetProperty("value").EnumerateArray().Single(region => region.GetProperty("name").GetString() == "westcentralus");
        one.GetRawText().ShouldBe(
            $$$"""{"id":"/subscriptions/{{{id}}}/locations/westcentralus","name":"westcentralus","type":"Region","displayName":"West Central US","regionalDisplayName":"(US) West Central US","metadata":{"regionType":"Physical","regionCategory":"Other","geographyGroup":"US","longitude":"-110.234","latitude":"40.89","physicalLocation":"Wyoming","pairedRegion":[{"name":"westus2","id":"/subscriptions/{{{id}}}/locations/westus2"}]}}""");
    }

    [Fact]
    public async Task Tenants_User_AreThoseItIsIn()
    {
        var tenants = await cloud.ExpectAsync(200, HttpMethod.Get, "/tenants?api-version=2020-01-01", "nobody");
        var one = tenants.GetProperty("value").EnumerateArray().ShouldHaveSingleItem();
        one.GetProperty("tenantId").GetString().ShouldBe(CloudFixture.Contoso);
        one.GetProperty("id").GetString().ShouldBe($"/tenants/{CloudFixture.Contoso}");
        one.GetProperty("defaultDomain").GetString().ShouldBe("contoso.onmicrosoft.com");
    }

    private static IEnumerable<string> Ids(JsonElement list) =>
        list.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("subscriptionId").GetString()!);
}
