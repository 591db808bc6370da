using System.Security.Cryptography;
using System.Text;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.Blobs;

/// <summary>Reading blobs as Azure Storage gives them: ranges with their MD5, links that end, and servers that do not do what they are asked.</summary>
public sealed class BlobClientTests : IAsyncLifetime
{
    private TlsServer _server = null!;

    private Uri Link => new(_server.Url + "/acc/vhds/disk.vhd?sv=2020-10-02&sig=secret");

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task GetProperties_Head_TellsLengthVersionAndHashes()
    {
        var sha256 = new string('a', 64);
        _server.Then(200, "", ("Content-Length", "1048576"), ("ETag", "\"0x8DB\""), ("Content-MD5", Md5("x")), ("x-ms-meta-sha256", sha256.ToUpperInvariant()));

        var told = await Client().GetPropertiesAsync(Link, default);

        told.ShouldBe(new BlobProperties(1048576, "\"0x8DB\"", Md5("x"), sha256));
        _server.Asked.Single().Method.ShouldBe("HEAD");
        _server.Asked.Single().Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task GetProperties_NoHashes_TellsThatThereAreNone()
    {
        _server.Then(200, "", ("Content-Length", "5"), ("Content-MD5", "c2hvcnQ="), ("x-ms-meta-sha256", "no hash"));

        (await Client().GetPropertiesAsync(Link, default)).ShouldBe(new BlobProperties(5, null, null, null));
    }

    [Fact]
    public async Task GetRange_Range_AsksForItsBytesOfThatVersionWithTheirMd5()
    {
        _server.Then(206, "world", ("Content-Range", "bytes 6-10/11"), ("Content-MD5", Md5("world")));

        var bytes = await Client().GetRangeAsync(Link, 6, 5, "\"0x8DB\"", default);

        Encoding.UTF8.GetString(bytes.Span).ShouldBe("world");
        var asked = _server.Asked.Single();
        asked.Path.ShouldBe("/acc/vhds/disk.vhd?sv=2020-10-02&sig=secret");
        asked.Headers["Range"].ShouldBe("bytes=6-10");
        asked.Headers["x-ms-range-get-content-md5"].ShouldBe("true");
        asked.Headers["If-Match"].ShouldBe("\"0x8DB\"");
    }

    [Fact]
    public async Task GetRange_DamagedOnce_IsAskedForAnew()
    {
        _server.Then(206, "w0rld", ("Content-Range", "bytes 6-10/11"), ("Content-MD5", Md5("world")))
            .Then(206, "world", ("Content-Range", "bytes 6-10/11"), ("Content-MD5", Md5("world")));

        Encoding.UTF8.GetString((await Client().GetRangeAsync(Link, 6, 5, null, default)).Span).ShouldBe("world");

        _server.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(206, "w0rld", "bytes 6-10/11", "the MD5 does not fit")]
    [InlineData(206, "worl", "bytes 6-9/11", "4 bytes came instead of 5")]
    [InlineData(206, "world", "bytes 0-4/11", "another range came than was asked for")]
    [InlineData(206, "world", null, "another range came than was asked for")]
    [InlineData(200, "world", null, "another range came than was asked for")]
    public async Task GetRange_DamagedEachTime_IsNotAsPublished(int status, string body, string? range, string why)
    {
        _server.Otherwise = _ => range is null
            ? new Answer(status, body, ("Content-MD5", Md5("world")))
            : new Answer(status, body, ("Content-Range", range), ("Content-MD5", Md5("world")));

        var failure = await Should.ThrowAsync<CataloguedException>(() => Client().GetRangeAsync(Link, 6, 5, null, default));

        failure.Entry.Code.ShouldBe("AZR6081");
        failure.Detail.ShouldBe($"disk.vhd, bytes 6 to 10: {why}.");
        _server.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task GetRange_ConnectionCutAndBusy_IsTriedAgain()
    {
        _server.Then(_ => new Answer(0) { Breaks = true }).Then(503, "", ("Retry-After", "0")).Then(206, "hello", ("Content-Range", "bytes 0-4/11"));

        Encoding.UTF8.GetString((await Client().GetRangeAsync(Link, 0, 5, null, default)).Span).ShouldBe("hello");
    }

    [Theory]
    [InlineData(403, "AuthenticationFailed", true, false)]
    [InlineData(412, "ConditionNotMet", false, true)]
    [InlineData(404, "BlobNotFound", false, false)]
    public async Task GetRange_Refused_TellsTheServicesCodeAndNeverTheLink(int status, string code, bool isLink, bool isChanged)
    {
        _server.Then(status, "<Error/>", ("x-ms-error-code", code));

        var refused = await Should.ThrowAsync<BlobRefusedException>(() => Client().GetRangeAsync(Link, 0, 5, null, default));

        (refused.StatusCode, refused.ErrorCode, refused.IsLinkRefused, refused.IsChanged).ShouldBe((status, code, isLink, isChanged));
        refused.ToString().ShouldNotContain("secret");
        _server.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetRange_CodeThatIsNone_IsReplacedByTheStatus()
    {
        _server.Then(403, "", ("x-ms-error-code", "<script>"));

        (await Should.ThrowAsync<BlobRefusedException>(() => Client().GetRangeAsync(Link, 0, 5, null, default))).ErrorCode.ShouldBe("Forbidden");
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, 0)]
    [InlineData(0, BlobClient.LargestRange + 1)]
    public async Task GetRange_OutOfBounds_AsksNobody(long offset, int length)
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Client().GetRangeAsync(Link, offset, length, null, default));

        _server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetWhole_LargerThanTheBound_IsRefused()
    {
        _server.Then(200, new string('x', 1025));

        var failure = await Should.ThrowAsync<CataloguedException>(
            () => new BlobClient(_server.Connection() with { MaximumResponseBytes = 1024 }).GetWholeAsync(Link, default));

        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task GetWhole_Picture_IsRead()
    {
        _server.Then(200, "picture");

        Encoding.UTF8.GetString((await Client().GetWholeAsync(Link, default)).Span).ShouldBe("picture");
    }

#pragma warning disable CA5351 // What Azure Storage's Content-MD5 is.
    private static string Md5(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private BlobClient Client() => new(_server.Connection());
}
