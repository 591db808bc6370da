using Azsreg.Cloud.Tests.Registrations;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class GenericResourceTests(CloudFixture cloud)
{
    private const string Version = "?api-version=2021-04-01";

    [Fact]
    public async Task List_ByType_ShowsTheRegistration()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var id = await NewRegistrationAsync(subscription);
        var list = await cloud.ExpectAsync(
            200, HttpMethod.Get, $"/subscriptions/{subscription}/resources{Version}&$filter=resourceType eq 'microsoft.azurestack/registrations'");
        list.GetRawText().ShouldBe(
            $$$"""{"value":[{"id":"{{{id}}}","name":"one","type":"Microsoft.AzureStack/registrations","location":"global"}]}""");
        (await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{subscription}/resources{Version}&$filter=resourceType eq 'a/b'"))
            .GetProperty("value").GetArrayLength().ShouldBe(0);
        (await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{subscription}/resourceGroups/azurestack/resources{Version}"))
            .GetProperty("value").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task List_WithoutARole_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(403, HttpMethod.Get, $"/subscriptions/{subscription}/resources{Version}", "nobody")).Code.ShouldBe("AuthorizationFailed");
    }

    [Fact]
    public async Task Anything_BelowAMissingGroup_NamesTheGroup()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(
            404, HttpMethod.Get, $"/subscriptions/{subscription}/resourceGroups/none/providers/Microsoft.AzureStack/registrations/r?api-version=2017-06-01")).ShouldBe(
            ("ResourceGroupNotFound", "Resource group 'none' could not be found."));
    }

    [Fact]
    public async Task Get_OfAnUnknownTypeOrNamespace_SaysWhich()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        await NewRegistrationAsync(subscription);
        var group = $"/subscriptions/{subscription}/resourceGroups/azurestack";
        (await cloud.RefusedAsync(404, HttpMethod.Get, $"{group}/providers/Contoso.Nothing/things/a{Version}")).ShouldBe(
            ("InvalidResourceNamespace", "The resource namespace 'Contoso.Nothing' is invalid."));
        (await cloud.RefusedAsync(404, HttpMethod.Get, $"{group}/providers/Microsoft.AzureStack/things/a{Version}")).ShouldBe((
            "InvalidResourceType",
            "The resource type 'things' could not be found in the namespace 'Microsoft.AzureStack' for api version '2021-04-01'. "
            + "The supported api-versions are '2016-01-01,2017-06-01,2020-06-01-preview,2022-06-01'."));
    }

    private async Task<string> NewRegistrationAsync(string subscription)
    {
        var group = $"/subscriptions/{subscription}/resourceGroups/azurestack";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + Version, json: """{"location":"westeurope"}""");
        var id = $"{group}/providers/Microsoft.AzureStack/registrations/one";
        await cloud.ExpectAsync(
            201, HttpMethod.Put, id + "?api-version=2017-06-01",
            json: $$$"""{"location":"global","properties":{"registrationToken":"{{{Tokens.Unsigned(Guid.NewGuid().ToString()).Encode()}}}"}}""");
        return id;
    }
}
