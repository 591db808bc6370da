namespace Azsreg.Cloud.Tests.Resources;

public sealed class ResourceGroupTests(CloudFixture cloud)
{
    private const string Version = "?api-version=2021-04-01";

    [Fact]
    public async Task Put_NewGroup_Answers201WithTheGroup()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        using var response = await cloud.SendAsync(
            HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/azurestack{Version}", json: """{"location":"West Central US","tags":{"a":"b"}}""");
        ((int)response.StatusCode).ShouldBe(201);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        (await response.Content.ReadAsStringAsync()).ShouldBe(
            $$$"""{"id":"/subscriptions/{{{subscription}}}/resourceGroups/azurestack","name":"azurestack","type":"Microsoft.Resources/resourceGroups","location":"westcentralus","tags":{"a":"b"},"properties":{"provisioningState":"Succeeded"}}""");
    }
}
