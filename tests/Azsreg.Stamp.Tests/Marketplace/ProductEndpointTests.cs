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
    public async Task List_AzureNotReachedLater_GivesTheLastListAndSaysItIsStale()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        stamp.Azure.RegistrationAnswer = 500;
        stamp.Clock.Advance(TimeSpan.FromMinutes(4));

        using var response = await stamp.GetAsync(stamp.ActivationPath + "/products", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Warning.ToString().ShouldBe("110 - \"Response is Stale\"");
        response.Headers.Age!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task List_OlderThanMinutes_IsListedAnew()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        stamp.Azure.Items["contoso.new-1.0.0"] = new FakeItem("p");
        stamp.Clock.Advance(TimeSpan.FromMinutes(20));

        var products = (await stamp.ReadAsync(stamp.ActivationPath + "/products", Version))["value"]!.AsArray();

        products.Count.ShouldBe(3);
    }

    [Fact]
    public async Task List_AskedWithoutCache_AsksAzureAtOnce()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        await stamp.ReadAsync(stamp.ActivationPath + "/products", Version);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(stamp.AdminUrl, $"{stamp.ActivationPath}/products?api-version={Version}"));
        request.Headers.Authorization = new("Bearer", (await stamp.SignInAsync()).Reveal());
        request.Headers.CacheControl = new() { NoCache = true };
        using var http = new HttpClient(stamp.Handler, disposeHandler: false);

        using var response = await http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        stamp.Azure.ProductLists.ShouldBe(2);
    }

    [Theory]
    [InlineData("$search=WORDPRESS", "bitnami.wordpress-4.9.8")]
    [InlineData("$search=script%20windows", "microsoft.custom-script-windows-1.9.1")]
    [InlineData("$filter=productKind%20eq%20'virtualMachine'&$top=1", "bitnami.wordpress-4.9.8")]
    public async Task List_SearchOrFilter_GivesWhatMatches(string query, string expected)
    {
        var stamp = activated.Stamp;

        var products = (await stamp.ReadAsync($"{stamp.ActivationPath}/products?{query}", Version))["value"]!.AsArray();

        products.ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("default/" + expected);
    }

    [Fact]
    public async Task List_InPages_GoesOnWhereThePageEnded()
    {
        var stamp = activated.Stamp;
        var first = await stamp.ReadAsync($"{stamp.ActivationPath}/products?$top=1", Version);
        var next = new Uri(first["nextLink"]!.GetValue<string>());

        var second = await stamp.ReadAsync($"{next.AbsolutePath}?$top=1&$skipToken={System.Web.HttpUtility.ParseQueryString(next.Query)["$skipToken"]}", Version);

        second["value"]!.AsArray().ShouldHaveSingleItem()!["name"]!.GetValue<string>().ShouldBe("default/microsoft.custom-script-windows-1.9.1");
        second["nextLink"].ShouldBeNull();
    }

    [Theory]
    [InlineData("$filter=price%20eq%201", "InvalidFilterInQueryString")]
    [InlineData("$search=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l%20m%20n%20o%20p%20q", "InvalidSearchInQueryString")]
    public async Task List_FilterOrSearchOfAnotherForm_Is400(string query, string expected)
    {
        var stamp = activated.Stamp;

        using var response = await stamp.GetAsync($"{stamp.ActivationPath}/products?{query}", Version);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe(expected);
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
