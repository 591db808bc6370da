using System.Net;
using System.Text.Json;
using Azsreg.Cloud.Tests.Registrations;

namespace Azsreg.Cloud.Tests.Marketplace;

public sealed class MarketplaceWireTests(ProviderRig rig) : IClassFixture<ProviderRig>, IAsyncLifetime
{
    private readonly string _name = "market" + ProviderRig.NewCloudId();

    public async ValueTask InitializeAsync()
    {
        using var put = await rig.PutAsync(_name, Tokens.Unsigned(ProviderRig.NewCloudId()));
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task List_ByPages_HoldsTheWholeCatalogue()
    {
        var names = new List<string>();
        for (string? at = rig.PathOf(_name, "/products"); at is not null;)
        {
            var page = await GetAsync(HttpMethod.Get, at);
            names.AddRange(page.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("name").GetString()!));
            at = page.TryGetProperty("nextLink", out var link) ? link.GetString() : null;
        }

        names.Count.ShouldBeGreaterThan(100);
        names.ShouldContain($"{_name}/bitnami.wordpress4-4-4.9.7");
    }

    [Fact]
    public async Task Get_WordPress_IsTheLiteralBody()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf(_name, "/products/bitnami.wordpress4-4-4.9.7"));
        var icons = $"{rig.Url}azsmarketplace/icons/bitnami.wordpress4-4-4.9.7/";
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $$$"""
            {"id":"/subscriptions/{{{rig.SubscriptionId}}}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/{{{_name}}}/products/bitnami.wordpress4-4-4.9.7",
            "name":"{{{_name}}}/bitnami.wordpress4-4-4.9.7","type":"Microsoft.AzureStack/registrations/products","properties":{
            "displayName":"WordPress","description":"The blog and site builder with web server, PHP and database on one machine; the first visit to its address opens the installation.",
            "publisherDisplayName":"Bitnami","publisherIdentifier":"bitnami","offer":"wordpress","offerVersion":"4.9.7","sku":"4-4","galleryItemIdentity":"bitnami.wordpress4-4.4.9.7",
            "links":[{"displayName":"Publisher","uri":"https://bitnami.example/"}],
            "legalTerms":"Sample terms: for trying azsreg only. Bitnami grants nothing by this text.","privacyPolicy":"https://bitnami.example/privacy",
            "payloadLength":4236952,"productKind":"virtualMachine","productProperties":{"version":"4.9.7"},
            "iconUris":{"hero":"{{{icons}}}Hero.png","large":"{{{icons}}}Large.png","wide":"{{{icons}}}Wide.png","medium":"{{{icons}}}Medium.png","small":"{{{icons}}}Small.png"},
            "compatibility":{"isCompatible":true,"message":"None","description":"None","issues":[]}}
            """.ReplaceLineEndings("") + "}");
    }

    [Fact]
    public async Task Get_Icon_IsPublic()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, "azsmarketplace/icons/bitnami.wordpress4-4-4.9.7/Large.png");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
    }

    [Fact]
    public async Task List_Search_FindsByWords()
    {
        var page = await GetAsync(HttpMethod.Get, rig.PathOf(_name, "/products") + "&$search=event%20hubs");
        var names = page.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("name").GetString()!).ToList();
        names.ShouldNotBeEmpty();
        names.ShouldAllBe(name => name.Contains("eventhubs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetProducts_OldDevice_MarksWhatNeedsANewerOne()
    {
        var page = await GetAsync(
            HttpMethod.Post, rig.PathOf(_name, "/products/_all/getProducts"), """{"deviceVersion":"1.1904.0.36","identitySystem":"ADFS"}""");
        var product = (await GetAsync(
            HttpMethod.Post, rig.PathOf(_name, "/products/microsoft.azurestack.eventhubs.EventHubs-1.2105.1.0/getProduct"), """{"deviceVersion":"1.1904.0.36"}"""))
            .GetProperty("properties").GetProperty("compatibility");
        page.GetProperty("value").GetArrayLength().ShouldBeGreaterThan(50);
        product.GetProperty("isCompatible").GetBoolean().ShouldBeFalse();
        product.GetProperty("issues")[0].GetString().ShouldBe("HigherDeviceVersionRequired");
    }

    [Fact]
    public async Task Get_CapacityOnlyProductOnDevelopment_IsMarked()
    {
        var page = await GetAsync(HttpMethod.Get, rig.PathOf(_name, "/products") + "&$search=byol%20licence");
        var issues = page.GetProperty("value").EnumerateArray()
            .Where(one => one.GetProperty("name").GetString()!.Contains("2019-datacenter-byol", StringComparison.Ordinal))
            .Select(one => one.GetProperty("properties").GetProperty("compatibility").GetProperty("issues")[0].GetString());
        issues.ShouldAllBe(issue => issue == "CapacityBillingModelRequired");
    }

    [Fact]
    public async Task ListDetails_Extension_HasItsUnion()
    {
        var details = await GetAsync(HttpMethod.Post, rig.PathOf(_name, "/products/microsoft.ostcextensions.VMAccessForLinux-1.4.7.1/listDetails"));
        details.GetProperty("productKind").GetString().ShouldBe("virtualMachineExtension");
        details.GetProperty("properties").GetProperty("vmOsType").GetString().ShouldBe("Linux");
    }

    [Fact]
    public async Task Get_UnknownProduct_IsResourceNotFound()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf(_name, "/products/none-1"));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"ResourceNotFound\"");
    }

    [Fact]
    public async Task List_UnknownRegistration_IsParentResourceNotFound()
    {
        using var response = await rig.SendAsync(HttpMethod.Get, rig.PathOf("nobody", "/products"));
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("Parent resource 'nobody' not found.");
    }

    private async Task<JsonElement> GetAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await rig.SendAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
