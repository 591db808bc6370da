using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azsreg.Stamp.Tests.Fakes;
using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class ImportTests(MarketplaceStamp rig) : IClassFixture<MarketplaceStamp>
{
    [Fact]
    public async Task Put_UploadedFiles_AreAnItemAfterwards()
    {
        var (package, disk) = (RandomNumberGenerator.GetBytes(100), RandomNumberGenerator.GetBytes(1000));
        await UploadAsync(package);
        await UploadAsync(disk, blocks: 3);

        using var response = await ImportAsync("fabrikam.linux-1.0.0", LinkOf(package), LinkOf(disk));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        Text(await rig.EndOfAsync(response), "status").ShouldBe("Succeeded");
        (await rig.ListedAsync()).ShouldContain("fabrikam.linux-1.0.0");
        (await rig.DiskAsync("fabrikam.linux-1.0.0")).ShouldBe(disk);
    }

    [Fact]
    public async Task Put_FileNotUploaded_IsRefusedByName()
    {
        var package = RandomNumberGenerator.GetBytes(100);
        await UploadAsync(package);

        using var response = await ImportAsync("fabrikam.half-1.0.0", LinkOf(package), LinkOf([1, 2, 3]));

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("ImportIncomplete");
        (await rig.ListedAsync()).ShouldNotContain("fabrikam.half-1.0.0");
    }

    [Fact]
    public async Task Put_LinkToAnotherHost_IsRefused()
    {
        using var response = await ImportAsync("fabrikam.foreign-1.0.0", "https://elsewhere.example/package.azpkg", "https://elsewhere.example/disk.vhd");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("ImportForeignLink");
    }

    [Fact]
    public async Task PutBlock_OtherMd5_IsRefusedInAzuresWords()
    {
        var content = RandomNumberGenerator.GetBytes(100);
        using var response = await SendAsync(HttpMethod.Put, content, "comp=block&blockid=MQ==", content, md5: MD5Of([1]));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.GetValues("x-ms-error-code").Single().ShouldBe("Md5Mismatch");
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>Md5Mismatch</Code>");
    }

    [Fact]
    public async Task PutBlock_LargerThanFourMebibytes_IsRefused()
    {
        var content = new byte[(4 * 1024 * 1024) + 1];
        using var response = await SendAsync(HttpMethod.Put, content, "comp=block&blockid=MQ==", content);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task PutBlockList_WholeHasAnotherHash_IsRefusedAndTheBlocksAreGone()
    {
        var content = RandomNumberGenerator.GetBytes(100);
        using var staged = await SendAsync(HttpMethod.Put, content, "comp=block&blockid=MQ==", [.. content[..99], (byte)(content[99] ^ 1)]);
        staged.StatusCode.ShouldBe(HttpStatusCode.Created);

        using var response = await SendAsync(HttpMethod.Put, content, "comp=blocklist", List("MQ=="));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.GetValues("x-ms-error-code").Single().ShouldBe("Sha256Mismatch");
        (await BlocksAsync(content)).ShouldBe("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><CommittedBlocks /><UncommittedBlocks /></BlockList>");
        using var head = await SendAsync(HttpMethod.Head, content, "", null);
        head.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("<BlockList><Latest>Mg==</Latest></BlockList>", "InvalidBlockList")]
    [InlineData("<BlockList><Latest>not base64</Latest></BlockList>", "InvalidXmlDocument")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><BlockList><Latest>&b;</Latest></BlockList>", "InvalidXmlDocument")]
    [InlineData("nothing of the kind", "InvalidXmlDocument")]
    public async Task PutBlockList_NotAListOfStagedBlocks_IsRefused(string list, string code)
    {
        var content = RandomNumberGenerator.GetBytes(100);
        using var response = await SendAsync(HttpMethod.Put, content, "comp=blocklist", Encoding.UTF8.GetBytes(list));

        response.Headers.GetValues("x-ms-error-code").Single().ShouldBe(code);
    }

    [Fact]
    public async Task Upload_StampRestarted_GoesOnWithTheBlocksThatAreThere()
    {
        await using var other = await StartNewAsync(Impatient);
        var content = RandomNumberGenerator.GetBytes(200);
        using var first = await SendAsync(HttpMethod.Put, content, "comp=block&blockid=MQ==", content[..100], on: other);
        await other.Stamp.StartAgainAsync();

        (await BlocksAsync(content, other)).ShouldContain("<Block><Name>MQ==</Name><Size>100</Size></Block>");
        using var second = await SendAsync(HttpMethod.Put, content, "comp=block&blockid=Mg==", content[100..], on: other);
        using var whole = await SendAsync(HttpMethod.Put, content, "comp=blocklist", List("MQ==", "Mg=="), on: other);

        whole.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var head = await SendAsync(HttpMethod.Head, content, "", null, on: other);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(200);
    }

    [Theory]
    [InlineData("..%2F..%2Fstamp.db")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task PutBlock_NameIsNoHash_IsRefused(string name)
    {
        using var response = await rig.Stamp.SendAsync(HttpMethod.Put, $"/uploads/{name}?comp=block&blockid=MQ==", MarketplaceStamp.Version, JsonValue.Create("x"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task UploadAsync(byte[] content, int blocks = 1)
    {
        var size = (content.Length + blocks - 1) / blocks;
        var ids = Enumerable.Range(0, blocks).Select(i => Convert.ToBase64String([(byte)i])).ToArray();
        for (var i = 0; i < blocks; i++)
        {
            var part = content[(i * size)..Math.Min(content.Length, (i + 1) * size)];
            using var staged = await SendAsync(HttpMethod.Put, content, $"comp=block&blockid={Uri.EscapeDataString(ids[i])}", part, MD5Of(part));
            staged.StatusCode.ShouldBe(HttpStatusCode.Created, await staged.Content.ReadAsStringAsync());
        }

        using var whole = await SendAsync(HttpMethod.Put, content, "comp=blocklist", List(ids));
        whole.StatusCode.ShouldBe(HttpStatusCode.Created, await whole.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> ImportAsync(string name, string package, string disk) => rig.Stamp.SendAsync(HttpMethod.Put, rig.PathOf(name), MarketplaceStamp.Version, new JsonObject
    {
        ["name"] = $"default/{name}",
        ["properties"] = new JsonObject
        {
            ["displayName"] = name,
            ["productKind"] = "virtualMachine",
            ["galleryPackageBlobSasUri"] = package,
            ["productDetailsProperties"] = new JsonObject
            {
                ["version"] = "1.0.0",
                ["osDiskImage"] = new JsonObject { ["operatingSystem"] = "Linux", ["sourceBlobSasUri"] = disk },
            },
        },
    });

    private string LinkOf(byte[] content) => $"{rig.Stamp.AdminUrl}uploads/{HashOf(content)}";

    private async Task<string> BlocksAsync(byte[] content, MarketplaceStamp? on = null)
    {
        using var response = await SendAsync(HttpMethod.Get, content, "comp=blocklist&blocklisttype=uncommitted", null, on: on);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, byte[] whole, string query, byte[]? body, byte[]? md5 = null, MarketplaceStamp? on = null)
    {
        var stamp = (on ?? rig).Stamp;
        using var request = new HttpRequestMessage(method, new Uri(stamp.AdminUrl, $"uploads/{HashOf(whole)}?{query}"));
        request.Headers.Authorization = new("Bearer", (await stamp.SignInAsync()).Reveal());
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        // A server that refuses a body does not read it.
        request.Headers.ExpectContinue = body is { Length: > Block };
        if (md5 is not null)
            request.Content!.Headers.ContentMD5 = md5;
        using var http = new HttpClient(stamp.Handler, disposeHandler: false);
        return await http.SendAsync(request);
    }

    private static byte[] List(params string[] ids) => Encoding.UTF8.GetBytes($"<BlockList>{string.Concat(ids.Select(id => $"<Latest>{id}</Latest>"))}</BlockList>");

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

#pragma warning disable CA5351 // What the header carries.
    private static byte[] MD5Of(byte[] content) => MD5.HashData(content);
#pragma warning restore CA5351
}
