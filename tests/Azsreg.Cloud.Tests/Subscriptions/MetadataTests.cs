using System.Text.Json;

namespace Azsreg.Cloud.Tests.Subscriptions;

public sealed class MetadataTests(CloudFixture cloud)
{
    [Fact]
    public async Task Metadata_Of2015_IsTheRegistrationClientsForm()
    {
        using var response = await cloud.SendAsync(HttpMethod.Get, "/metadata/endpoints?api-version=2015-01-01", user: null);
        ((int)response.StatusCode).ShouldBe(200);
        var url = cloud.Url.AbsoluteUri;
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $$$"""{"galleryEndpoint":"{{{url}}}gallery/","graphEndpoint":"{{{url}}}graph/","portalEndpoint":"{{{url}}}","authentication":{"loginEndpoint":"{{{url}}}","audiences":["{{{url}}}","https://management.azure.com/","https://management.core.windows.net/"]}}""");
    }

    [Fact]
    public async Task Metadata_Of2019_IsAnArrayOfClouds()
    {
        var clouds = await cloud.ExpectAsync(200, HttpMethod.Get, "/metadata/endpoints?api-version=2019-05-01", user: null);
        clouds.ValueKind.ShouldBe(JsonValueKind.Array);
        clouds[0].GetProperty("resourceManager").GetString().ShouldBe(cloud.Url.AbsoluteUri);
    }

    [Fact]
    public async Task Metadata_Of2022_IsOneCloudWithItsAddresses()
    {
        var one = await cloud.ExpectAsync(200, HttpMethod.Get, "/metadata/endpoints?api-version=2022-09-01", user: null);
        one.GetProperty("name").GetString().ShouldBe("Local");
        one.GetProperty("microsoftGraphResourceId").GetString().ShouldBe(cloud.Url + "graph");
        one.GetProperty("authentication").GetProperty("identityProvider").GetString().ShouldBe("AAD");
        one.GetProperty("authentication").GetProperty("tenant").GetString().ShouldBe("common");
        one.GetProperty("suffixes").EnumerateObject().Count().ShouldBe(14);
    }

    [Fact]
    public async Task Metadata_WithoutAVersion_IsRefused() =>
        (await cloud.RefusedAsync(400, HttpMethod.Get, "/metadata/endpoints", user: null)).Code.ShouldBe("MissingApiVersionParameter");
}
