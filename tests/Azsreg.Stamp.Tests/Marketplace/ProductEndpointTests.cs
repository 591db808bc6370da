using System.Net;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class ProductEndpointTests(ActivatedStamp activated) : IClassFixture<ActivatedStamp>
{
    private const string Version = "2016-01-01";

    [Fact]
    public async Task List_Activated_ListsTheRegistrationsProductsThroughTheBridge()
    {
        var stamp = activated.Stamp;

        var products = (await stamp.ReadAsync(stamp.ActivationPath + "/products", Version))["value"]!.AsArray();

        products.Select(product => product!["name"]!.GetValue<string>()).ShouldBe(["default/bitnami.wordpress-4.9.8", "default/microsoft.custom-script-windows-1.9.1"]);
        products[0]!["id"]!.GetValue<string>().ShouldBe(stamp.ActivationPath + "/products/bitnami.wordpress-4.9.8");
        products[0]!["type"]!.GetValue<string>().ShouldBe("Microsoft.AzureBridge.Admin/activations/products");
        products[0]!["properties"]!["description"].ShouldBeNull();
        stamp.Azure.TokenRequests.Last().ShouldStartWith($"b0000000-0000-4000-8000-000000000001 client_credentials {stamp.Azure.Url}/.default");
    }

    [Fact]
    public async Task Get_OneProduct_HasItsDescription()
    {
        var stamp = activated.Stamp;

        var product = await stamp.ReadAsync(stamp.ActivationPath + "/products/bitnami.wordpress-4.9.8", Version);

        product["properties"]!["description"]!.GetValue<string>().ShouldBe("<p>Long</p>");
    }

    [Fact]
    public async Task Get_UnknownProduct_Is404()
    {
        var stamp = activated.Stamp;

        using var response = await stamp.GetAsync(stamp.ActivationPath + "/products/none", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task List_AgainWithinMinutes_DoesNotAskAzure()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);

        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);

        stamp.Azure.ProductLists.ShouldBe(1);
    }

    [Fact]
    public async Task List_AzureRefusesLater_GivesTheLastListAndSaysItIsStale()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        stamp.Azure.ListsProducts = false;
        stamp.Clock.Advance(TimeSpan.FromMinutes(20));

        using var response = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Warning.ToString().ShouldBe("110 - \"Response is Stale\"");
        response.Headers.Age!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task List_AzureRefusesFromTheFirst_Is502WithTheCause()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        stamp.Azure.ListsProducts = false;

        using var response = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        var (code, message) = await TestStamp.ErrorOfAsync(response);
        code.ShouldBe("AzureRefused");
        message.ShouldContain("AuthorizationFailed");
    }

    [Fact]
    public async Task List_SyndicationOff_Is409()
    {
        await using var stamp = await ActivatedStamp.StartAsync(syndication: false);

        using var response = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("MarketplaceSyndicationDisabled");
    }

    [Fact]
    public async Task ListDownloaded_NothingDownloaded_IsEmpty()
    {
        var stamp = activated.Stamp;

        (await stamp.ReadAsync(stamp.ActivationPath + "/downloadedProducts", Version)).ToJsonString().ShouldBe("""{"value":[]}""");
    }
}
