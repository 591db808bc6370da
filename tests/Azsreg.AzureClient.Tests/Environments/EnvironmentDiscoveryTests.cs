using System.Text;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.AzureClient.Tests.Environments;

public sealed class EnvironmentDiscoveryTests
{
    private const string Newest = """
        {"portal":"https://portal.test","authentication":{"loginEndpoint":"https://login.test/","audiences":["https://management.test/","https://core.test/"],"tenant":"common","identityProvider":"AAD"},
        "graphAudience":"https://graph.windows.test/","name":"TestCloud","resourceManager":"https://management.test/","microsoftGraphResourceId":"https://graph.test/"}
        """;

    [Fact]
    public async Task Discover_NewestForm_IsAskedFirst()
    {
        await using var server = await TlsServer.StartAsync();
        server.Then(200, "\uFEFF" + Newest);

        var environment = await AzureEnvironment.DiscoverAsync(server.Connection(), new Uri(server.Url));

        environment.Name.ShouldBe("TestCloud");
        environment.ResourceManagerUrl.ShouldBe(new Uri(server.Url + "/"));
        environment.LoginEndpoint.ShouldBe(new Uri("https://login.test/"));
        environment.Audiences.ShouldBe(["https://management.test/", "https://core.test/"]);
        environment.GraphUrl.ShouldBe(new Uri("https://graph.test/"));
        environment.DefaultTenant.ShouldBe("common");
        server.Asked.ShouldHaveSingleItem().Path.ShouldBe("/metadata/endpoints?api-version=2022-09-01");
        server.Asked[0].Headers.ContainsKey("Authorization").ShouldBeFalse();
    }

    [Fact]
    public async Task Discover_OldStamp_FallsBackTo2015()
    {
        await using var server = await TlsServer.StartAsync();
        server.Then(400, """{"error":{"code":"InvalidApiVersionParameter","message":"no"}}""").Then(404).Then(200, """
            {"galleryEndpoint":"https://g.test/","graphEndpoint":"https://graph.windows.net/","portalEndpoint":"https://p.test/",
             "authentication":{"loginEndpoint":"https://adfs.test/adfs","audiences":["https://contoso.onmicrosoft.com/4f2e"]}}
            """);

        var environment = await AzureEnvironment.DiscoverAsync(server.Connection(), new Uri(server.Url), "Lab");

        environment.Name.ShouldBe("Lab");
        environment.IsFederationServices.ShouldBeTrue();
        environment.GraphUrl.ShouldBeNull();
        environment.PortalUrl.ShouldBe(new Uri("https://p.test/"));
        server.Asked.Select(asked => asked.Path).ShouldBe([
            "/metadata/endpoints?api-version=2022-09-01", "/metadata/endpoints?api-version=2019-05-01", "/metadata/endpoints?api-version=2015-01-01"]);
    }

    [Fact]
    public void TryRead_Array_TakesTheCloudOfTheHostAsked()
    {
        var other = Newest.Replace("management.test", "management.other", StringComparison.Ordinal).Replace("TestCloud", "Other", StringComparison.Ordinal);

        var environment = EnvironmentDiscovery.TryRead(Encoding.UTF8.GetBytes($"[{other},{Newest}]"), new Uri("https://management.test/"), null);

        environment!.Name.ShouldBe("TestCloud");
    }

    [Fact]
    public async Task Discover_SomethingElse_SaysItIsNoResourceManager()
    {
        await using var server = await TlsServer.StartAsync();
        server.Otherwise = _ => new Answer(200, "<html>hello</html>");

        var error = await Should.ThrowAsync<CataloguedException>(() => AzureEnvironment.DiscoverAsync(server.Connection(), new Uri(server.Url)));

        error.Entry.ShouldBe(ErrorCatalogue.NotResourceManager);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows() =>
        Prop.ForAll<byte[]>(bytes => EnvironmentDiscovery.TryRead(bytes, new Uri("https://a/"), null) is null).CheckSeeded();

    [Fact]
    public void TryRead_NewestFormCutAnywhere_IsRefusedNotThrown()
    {
        var bytes = Encoding.UTF8.GetBytes(Newest.TrimEnd());
        for (var length = 0; length < bytes.Length; length++)
            EnvironmentDiscovery.TryRead(bytes.AsSpan(0, length), new Uri("https://a/"), null).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"authentication":{"loginEndpoint":"https://l/","audiences":[]}}""")]
    [InlineData("""{"authentication":{"loginEndpoint":"file:///etc/passwd","audiences":["a"]}}""")]
    [InlineData("""{"authentication":{"loginEndpoint":7,"audiences":["a"]}}""")]
    [InlineData("""{"authentication":[]}""")]
    [InlineData("""[]""")]
    [InlineData("""[1,null]""")]
    [InlineData("""null""")]
    public void TryRead_WrongShapes_AreRefused(string body) =>
        EnvironmentDiscovery.TryRead(Encoding.UTF8.GetBytes(body), new Uri("https://a/"), null).ShouldBeNull();

    [Fact]
    public void BuiltIn_Environments_AreTheFourAzures()
    {
        AzureEnvironment.BuiltIn.Select(e => e.Name).ShouldBe(["AzureCloud", "AzureChinaCloud", "AzureUSGovernment", "AzureGermanCloud"]);
        AzureEnvironment.AzureCloud.Audience.ShouldBe("https://management.azure.com/");
        AzureEnvironment.AzureCloud.GraphAudience.ShouldBe("https://graph.microsoft.com");
    }
}
