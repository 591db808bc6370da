using System.Net;
using System.Net.Http.Headers;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Admin;

public sealed class StampAdminTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private readonly TestStamp _stamp = shared.Stamp;

    [Fact]
    public async Task GetMetadata_2015_NamesSignInAndAudience()
    {
        using var http = new HttpClient(_stamp.Handler, disposeHandler: false);

        var body = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(new Uri(_stamp.AdminUrl, "metadata/endpoints?api-version=2015-01-01")))!;

        body["authentication"]!["loginEndpoint"]!.GetValue<string>().ShouldBe(_stamp.AdminUrl.AbsoluteUri);
        body["authentication"]!["audiences"]![0]!.GetValue<string>().ShouldBe(_stamp.AdminUrl.AbsoluteUri);
        body["graphEndpoint"]!.GetValue<string>().ShouldBe("https://graph.windows.net/");
    }

    [Fact]
    public async Task ListSubscriptions_Administrator_SeesTheDefaultProviderSubscription()
    {
        var subscription = (await _stamp.ReadAsync("/subscriptions", "2016-06-01"))["value"]!.AsArray().ShouldHaveSingleItem()!;

        subscription["displayName"]!.GetValue<string>().ShouldBe("Default Provider Subscription");
        subscription["subscriptionId"]!.GetValue<string>().ShouldBe(_stamp.Facts.ProviderSubscriptionId.ToString());
        subscription["state"]!.GetValue<string>().ShouldBe("Enabled");
    }

    [Fact]
    public async Task Get_NoToken_Is401WithTheAuthority()
    {
        using var http = new HttpClient(_stamp.Handler, disposeHandler: false);

        using var response = await http.GetAsync(new Uri(_stamp.AdminUrl, $"{_stamp.Provider}?api-version=2016-06-01"));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain($"authorization_uri=\"{_stamp.AdminUrl}{_stamp.Facts.AdminTenantId}\"");
    }

    [Fact]
    public async Task SignIn_WrongPassword_IsRefused()
    {
        await Should.ThrowAsync<AzureClient.SignInException>(() => _stamp.SignInAsync(password: new Protocol.Secret("wrong-password")));
    }

    [Fact]
    public async Task Discover_AdminUrl_NamesTheStampsOwnTenantAndSignIn()
    {
        var connection = new AzureClient.AzureConnection(new HttpClient(_stamp.Handler, disposeHandler: false), TimeProvider.System);
        var environment = await AzureClient.AzureEnvironment.DiscoverAsync(connection, _stamp.AdminUrl);

        environment.DefaultTenant.ShouldBe(_stamp.Facts.AdminTenantId.ToString());
        environment.LoginEndpoint.ShouldBe(_stamp.AdminUrl);
    }

    [Fact]
    public async Task GetFabricLocation_Unregistered_SaysSoAndTheObligation()
    {
        var location = await _stamp.ReadAsync($"{_stamp.Provider}/resourceGroups/System.local/providers/Microsoft.Fabric.Admin/fabricLocations/local", "2022-03-01");

        location["properties"]!["stampCloudId"]!.GetValue<string>().ShouldBe(_stamp.Facts.CloudId.ToString());
        location["properties"]!["stampInformationId"]!.GetValue<string>().ShouldBe(_stamp.Facts.DeploymentId.ToString());
        location["properties"]!["registrationStatus"]!.GetValue<string>().ShouldBe("Not registered");
        location["properties"]!["registrationObligation"]!.GetValue<string>().ShouldContain("registration is an obligation");
    }

    [Fact]
    public async Task Get_PrivilegedEndpointOnTheAdminPort_IsNotFound()
    {
        using var http = new HttpClient(_stamp.Handler, disposeHandler: false);
        using var content = new StringContent("<x/>", new MediaTypeHeaderValue("application/soap+xml"));

        using var response = await http.PostAsync(new Uri(_stamp.AdminUrl, "wsman"), content);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
