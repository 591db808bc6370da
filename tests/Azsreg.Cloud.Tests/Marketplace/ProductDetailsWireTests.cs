using System.Net;
using System.Text.Json;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Marketplace;

/// <summary>listDetails, uploadProductLog, compatibility and retired versions over the wire.</summary>
public sealed class ProductDetailsWireTests(ProviderRig rig) : IClassFixture<ProviderRig>, IAsyncLifetime
{
    private readonly string _name = "details" + ProviderRig.NewCloudId();

    public async ValueTask InitializeAsync()
    {
        using var put = await rig.PutAsync(_name, Tokens.Unsigned(ProviderRig.NewCloudId()));
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ListDetails_Image_IsTheLiteralBody()
    {
        var body = await TextAsync(HttpMethod.Post, "/products/bitnami.wordpress4-4-4.9.7/listDetails");
        WithoutSignatures(body).ShouldBe(
            $$$$"""
            {"galleryPackageBlobSasUri":"{{{{rig.Url}}}}azsmarketplace/packages/bitnami.wordpress4-4-4.9.7/bitnami.wordpress4-4.4.9.7.azpkg?sv=2015-04-05&sr=b&sp=r&SIGNED",
            "productKind":"virtualMachine","properties":{"version":"4.9.7","osDiskImage":{"operatingSystem":"Linux",
            "sourceBlobSasUri":"{{{{rig.Url}}}}azsmarketplace/packages/bitnami.wordpress4-4-4.9.7/osdisk.vhd?sv=2015-04-05&sr=b&sp=r&SIGNED"}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task ListDetails_Extension_IsTheLiteralBody()
    {
        var body = await TextAsync(HttpMethod.Post, "/products/microsoft.ostcextensions.VMAccessForLinux-1.4.7.1/listDetails");
        WithoutSignatures(body).ShouldEndWith(
            $$$$"""
            "productKind":"virtualMachineExtension","properties":{"version":"1.4.7.1","vmOsType":"Linux",
            "sourceBlob":{"uri":"{{{{rig.Url}}}}azsmarketplace/packages/microsoft.ostcextensions.VMAccessForLinux-1.4.7.1/vmext.zip?sv=2015-04-05&sr=b&sp=r&SIGNED"},
            "computeRole":"IaaS","vmScaleSetEnabled":false,"supportMultipleExtensions":false,"isSystemExtension":false}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task ListDetails_Solution_NamesWholeProductsItNeeds()
    {
        var details = JsonElement.Parse(await TextAsync(HttpMethod.Post, "/products/azurestack.kubernetes-cluster-0.7.0/listDetails")).GetProperty("properties");
        details.GetProperty("dependentProducts").EnumerateArray().Select(one => one.GetString()).ShouldBe(
            [await NewestAsync("canonical.ubuntuserver1804-lts"), await NewestAsync("microsoft.azure.extensions.CustomScript")]);
        details.GetProperty("fileContainers")[0].GetProperty("id").GetString().ShouldBe("main");
        details.GetProperty("fileContainers")[0].GetProperty("type").GetString().ShouldBe("zip");
    }

    [Fact]
    public async Task ListDetails_ResourceProvider_HasNoGalleryPackage()
    {
        var details = JsonElement.Parse(await TextAsync(HttpMethod.Post, "/products/microsoft.azurestack.iothub.IoTHub-" + await VersionAsync("iothub") + "/listDetails"));
        details.TryGetProperty("galleryPackageBlobSasUri", out _).ShouldBeFalse();
        details.GetProperty("properties").GetProperty("dependentProducts")[0].GetString().ShouldBe("microsoft.azurestack.eventhubs.EventHubs-1.2105.1.0");
    }

    [Theory]
    [InlineData("bitnami.wordpress4-4-4.9.7")]
    [InlineData("microsoft.ostcextensions.VMAccessForLinux-1.4.7.1")]
    [InlineData("azurestack.kubernetes-cluster-0.7.0")]
    [InlineData("microsoft.azurestack.eventhubs.EventHubs-1.2105.1.0")]
    public async Task ListDetails_EachKind_HasPayloadLengthBytesBehindItsLinks(string product)
    {
        var listed = JsonElement.Parse(await TextAsync(HttpMethod.Get, $"/products/{product}")).GetProperty("properties").GetProperty("payloadLength").GetInt64();
        var bytes = 0L;
        foreach (var link in Links(JsonElement.Parse(await TextAsync(HttpMethod.Post, $"/products/{product}/listDetails"))))
        {
            using var response = await rig.Anonymous.GetAsync(new Uri(link));
            bytes += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        bytes.ShouldBe(listed);
    }

    [Fact]
    public async Task ListDetails_ManyAtOnce_MakeTheFilesOnce()
    {
        var bodies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TextAsync(HttpMethod.Post, "/products/microsoft.compute.VMAccessAgent-2.4.8/listDetails")));
        bodies.Select(WithoutSignatures).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("veeam", "1.2311.1.22", "AzureAD", "")]
    [InlineData("VMAccessAgent", "1.2311.1.22", "AzureAD", "LowerDeviceVersionRequired")]
    [InlineData("VMAccessAgent", "2206.2.52.0", "AzureAD", "")]
    [InlineData("EventHubs", "1.1904.0.36", "AzureAD", "HigherDeviceVersionRequired")]
    [InlineData("2019-datacenter-byol", "1.2311.1.22", "AzureAD", "CapacityBillingModelRequired")]
    [InlineData("CostManagement", "1.2311.1.22", "AzureAD", "PayAsYouGoBillingModelRequired")]
    [InlineData("sonarqube", "1.2311.1.22", "AzureAD", "")]
    [InlineData("AADLoginForWindows", "1.2311.1.22", "ADFS", "AzureADIdentitySystemRequired")]
    [InlineData("PuppetAgent", "1.2311.1.22", "AzureAD", "ADFSIdentitySystemRequired")]
    [InlineData("ethereumConsortium", "1.2311.1.22", "AzureAD", "DisconnectedEnvironmentRequired")]
    public async Task GetProducts_Device_IsToldWhatDoesNotFit(string search, string version, string identity, string issue) =>
        (await IssuesAsync(_name, search, version, identity)).ShouldBe(issue);

    [Theory]
    [InlineData("QualysAgentLinux", "ConnectionToInternetRequired")]
    [InlineData("IaaSAntimalware", "ConnectionToAzureRequired")]
    [InlineData("sonarqube", "DevelopmentBillingModelRequired")]
    [InlineData("ethereumConsortium", "")]
    public async Task GetProducts_DisconnectedStamp_IsToldWhatDoesNotFit(string search, string issue)
    {
        var name = "carried" + ProviderRig.NewCloudId();
        using (var put = await rig.PutAsync(name, Tokens.Unsigned(ProviderRig.NewCloudId()) with
        {
            ObjectId = null, BillingModel = "Custom", UsageReportingEnabled = false, MsAssetTag = "tag",
        }))
        {
            put.StatusCode.ShouldBe(HttpStatusCode.Created, await put.Content.ReadAsStringAsync());
        }

        (await IssuesAsync(name, search, "1.2311.1.22", "ADFS")).ShouldBe(issue);
    }

    [Fact]
    public async Task GetProducts_NextPage_StillKnowsTheDevice()
    {
        var body = await TextAsync(HttpMethod.Post, "/products/_all/getProducts", """{"deviceVersion":"1.1904.0.36","identitySystem":"ADFS"}""", "&$top=5&$search=microsoft.azurestack.eventhubs");
        var next = await TextAsync(HttpMethod.Post, "/products/_all/getProducts", """{"deviceVersion":"1.1904.0.36","identitySystem":"ADFS"}""", "&$top=1&$search=eventhubs");
        var link = JsonElement.Parse(next).GetProperty("nextLink").GetString()!;
        using var response = await rig.SendAsync(HttpMethod.Get, link);
        var second = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("value")[0];
        second.GetProperty("properties").GetProperty("compatibility").GetProperty("issues")[0].GetString().ShouldBe("HigherDeviceVersionRequired");
        JsonElement.Parse(body).GetProperty("value").GetArrayLength().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task GetProducts_OneProductOrFamily_IsThat()
    {
        var one = JsonElement.Parse(await TextAsync(HttpMethod.Post, "/products/bitnami.wordpress4-4-4.9.7/getProducts"));
        var family = JsonElement.Parse(await TextAsync(HttpMethod.Post, "/products/Bitnami.WordPress4-4/listProducts"));
        one.GetProperty("value").GetArrayLength().ShouldBe(1);
        family.GetProperty("value").GetArrayLength().ShouldBe(5);
        await TextAsync(HttpMethod.Post, "/products/nobody/getProducts", expected: HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"deviceVersion":"newest"}""", "deviceVersion")]
    [InlineData("""{"identitySystem":"Kerberos"}""", "identitySystem")]
    [InlineData("""{"deviceVersion":1}""", "deviceVersion")]
    public async Task GetProducts_DeviceThatIsNone_IsRefusedByName(string body, string field) =>
        (await TextAsync(HttpMethod.Post, "/products/_all/getProducts", body, expected: HttpStatusCode.BadRequest)).ShouldContain(field);

    [Fact]
    public async Task GetProducts_TooLowVersion_HasThePublishedSentence()
    {
        var body = await TextAsync(
            HttpMethod.Post, "/products/microsoft.azurestack.eventhubs.EventHubs-1.2105.1.0/getProduct", """{"deviceVersion":"1910.0.0.0"}""");
        body.ShouldContain(
            """
            "compatibility":{"isCompatible":false,"message":"AzureStack version '1910.0.0.0' is too low. Versions lower than '1.2005.0.0' are not supported","description":"AzureStack version '1910.0.0.0' is too low. Versions lower than '1.2005.0.0' are not supported","issues":["HigherDeviceVersionRequired"]}
            """);
    }

    [Fact]
    public async Task UploadProductLog_StartAndEnd_AreOneEntry()
    {
        const string path = "/products/bitnami.wordpress4-4-5.7.2/uploadProductLog";
        var started = JsonElement.Parse(await TextAsync(HttpMethod.Post, path, """{"operation":"Download","status":"Running"}"""));
        var ended = JsonElement.Parse(await TextAsync(HttpMethod.Post, path, """{"operation":"Download","status":"Failed","error":"DiskFull","details":"5 GB missing"}"""));
        var again = JsonElement.Parse(await TextAsync(HttpMethod.Post, path, """{"operation":"Download","status":"Succeeded"}"""));

        ended.GetProperty("id").GetString().ShouldBe(started.GetProperty("id").GetString());
        again.GetProperty("id").GetString().ShouldNotBe(started.GetProperty("id").GetString());
        started.TryGetProperty("endDate", out _).ShouldBeFalse();
        ended.GetProperty("endDate").GetString()!.ShouldMatch(@"^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d\z");
        ended.GetProperty("productId").GetString().ShouldBe("bitnami.wordpress4-4-5.7.2");
        ended.GetProperty("registrationName").GetString().ShouldBe(_name);
        ended.GetProperty("resourceGroupName").GetString().ShouldBe("azurestack");
        ended.GetProperty("error").GetString().ShouldBe("DiskFull");
    }

    [Fact]
    public async Task ListProductLogs_OfAProductAndOfAll_AreListedByPages()
    {
        foreach (var (product, status) in new[] { ("bitnami.wordpress4-4-5.7.2", "Succeeded"), ("bitnami.wordpress4-4-4.9.7", "Succeeded"), ("bitnami.wordpress4-4-5.7.2", "Failed") })
            await TextAsync(HttpMethod.Post, $"/products/{product}/uploadProductLog", $$"""{"operation":"Download","status":"{{status}}"}""");

        var one = JsonElement.Parse(await TextAsync(HttpMethod.Get, "/products/bitnami.wordpress4-4-5.7.2/productLogs")).GetProperty("value");
        var all = JsonElement.Parse(await TextAsync(HttpMethod.Get, "/products/_all/productLogs")).GetProperty("value");
        var first = JsonElement.Parse(await TextAsync(HttpMethod.Get, "/products/_all/productLogs", more: "&$top=2"));

        one.EnumerateArray().Select(log => log.GetProperty("status").GetString()).ShouldBe(["Failed", "Succeeded"], ignoreOrder: true);
        all.EnumerateArray().Select(log => log.GetProperty("productId").GetString()).ShouldBe(["bitnami.wordpress4-4-5.7.2", "bitnami.wordpress4-4-4.9.7", "bitnami.wordpress4-4-5.7.2"], ignoreOrder: true);
        first.GetProperty("value").GetArrayLength().ShouldBe(2);
        first.GetProperty("nextLink").GetString()!.ShouldContain("$skipToken=");
    }

    [Fact]
    public async Task UploadProductLog_TooLongOrUnknownProduct_IsRefused()
    {
        (await TextAsync(HttpMethod.Post, "/products/bitnami.wordpress4-4-5.7.2/uploadProductLog", $$"""{"details":"{{new string('x', 8193)}}"}""", expected: HttpStatusCode.BadRequest))
            .ShouldContain("'details' has more than 8192 characters");
        await TextAsync(HttpMethod.Post, "/products/nobody-1/uploadProductLog", "{}", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_RetiredVersion_SaysSinceWhenAndWhatIsListed()
    {
        await rig.Services.GetRequiredService<SqlDatabase>().TransactAsync((connection, transaction) => connection.ExecuteAsync(
            """
            insert into marketplace_retired (product_key, name, family_key, version, retired_at)
            values ('bitnami.wordpress4-4-4.0.0', 'bitnami.wordpress4-4-4.0.0', 'bitnami.wordpress4-4', '4.0.0', 1767225600000) on conflict do nothing
            """,
            transaction: transaction));
        foreach (var (method, suffix) in new[] { (HttpMethod.Get, ""), (HttpMethod.Post, "/listDetails"), (HttpMethod.Post, "/getProduct") })
        {
            (await TextAsync(method, "/products/bitnami.wordpress4-4-4.0.0" + suffix, expected: HttpStatusCode.NotFound)).ShouldStartWith(
                """{"error":{"code":"ResourceNotFound","message":"The product 'bitnami.wordpress4-4-4.0.0' was retired on 2026-01-01 and is no longer listed for download. Listed now: bitnami.wordpress4-4-5.7.2, bitnami.wordpress4-4-5.2.4,""");
        }
    }

    private async Task<string> IssuesAsync(string registration, string search, string version, string identity)
    {
        using var response = await rig.SendAsync(
            HttpMethod.Post, rig.PathOf(registration, "/products/_all/getProducts") + "&$search=" + search,
            $$"""{"deviceVersion":"{{version}}","identitySystem":"{{identity}}"}""");
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("value").EnumerateArray()
            .Select(one => string.Join(',', one.GetProperty("properties").GetProperty("compatibility").GetProperty("issues").EnumerateArray().Select(issue => issue.GetString())))
            .Distinct().ShouldHaveSingleItem();
    }

    private async Task<string> NewestAsync(string family) =>
        (await rig.Services.GetRequiredService<ProductStore>().ResolveAsync(family, default)).ShouldHaveSingleItem();

    private async Task<string> VersionAsync(string search) => JsonElement.Parse(await TextAsync(HttpMethod.Get, "/products", more: "&$search=" + search))
        .GetProperty("value")[0].GetProperty("properties").GetProperty("productProperties").GetProperty("version").GetString()!;

    private async Task<string> TextAsync(
        HttpMethod method, string suffix, string? body = null, string more = "", HttpStatusCode? expected = HttpStatusCode.OK)
    {
        using var response = await rig.SendAsync(method, rig.PathOf(_name, suffix) + more, body);
        var text = await response.Content.ReadAsStringAsync();
        if (expected is { } status)
            response.StatusCode.ShouldBe(status, text);
        return text;
    }

    private static string WithoutSignatures(string body) => System.Text.RegularExpressions.Regex.Replace(body, "se=[^&]+&sig=[^\"]+", "SIGNED");

    private static IEnumerable<string> Links(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Links(field.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Links),
        JsonValueKind.String when element.GetString()!.Contains("sig=", StringComparison.Ordinal) => [element.GetString()!],
        _ => [],
    };
}
