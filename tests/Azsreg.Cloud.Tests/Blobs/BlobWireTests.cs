using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Protocol;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Tests.Registrations;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Blobs;

/// <summary>The blob service over TLS, at a disk of 5 MiB and 512 bytes: one whole block of 4 MiB and a rest.</summary>
public sealed class BlobWireTests(ProviderRig rig) : IClassFixture<ProviderRig>, IAsyncLifetime
{
    private const int Size = (5 * 1024 * 1024) + 512;

    private string _link = "";
    private byte[] _bytes = [];

    public async ValueTask InitializeAsync()
    {
        var name = "blobs" + ProviderRig.NewCloudId();
        using var put = await rig.PutAsync(name, Tokens.Unsigned(ProviderRig.NewCloudId()));
        using var list = await rig.SendAsync(HttpMethod.Get, rig.PathOf(name, "/products") + "&$search=veeam");
        var product = JsonElement.Parse(await list.Content.ReadAsStringAsync()).GetProperty("value")[0].GetProperty("name").GetString()!.Split('/')[1];
        using var response = await rig.SendAsync(HttpMethod.Post, rig.PathOf(name, $"/products/{product}/listDetails"));
        var details = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        _link = details.GetProperty("properties").GetProperty("dataDiskImages")[1].GetProperty("sourceBlobSasUri").GetString()!;
        using var whole = await GetAsync(_link);
        _bytes = await whole.Content.ReadAsByteArrayAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_Whole_HasAzuresHeaders()
    {
        using var response = await GetAsync(_link);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        bytes.Length.ShouldBe(Size);
        bytes.AsSpan(Size - 512, 8).ToArray().ShouldBe("conectix"u8.ToArray());
        Header(response, "Content-MD5").ShouldBe(Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes)));
        Header(response, "x-ms-meta-sha256").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Header(response, "ETag").ShouldBe($"\"0x{Convert.ToHexString(SHA256.HashData(bytes))[..16]}\"");
        Header(response, "Accept-Ranges").ShouldBe("bytes");
        Header(response, "Content-Length").ShouldBe("5243392");
        Header(response, "x-ms-blob-type").ShouldBe("BlockBlob");
        Header(response, "Content-Type").ShouldBe("application/octet-stream");
        response.Content.Headers.LastModified.ShouldNotBeNull();
        Header(response, "x-ms-blob-content-md5").ShouldBeNull();
    }

    [Fact]
    public async Task Head_Blob_HasTheHeadersAndNoBody()
    {
        using var response = await SendAsync(HttpMethod.Head, _link, ("Range", "bytes=0-1"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "Content-Length").ShouldBe("5243392");
        Header(response, "Content-MD5").ShouldBe(Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, _bytes)));
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Range", "bytes=0-0", 0, 0)]
    [InlineData("Range", "bytes=4194300-4194310", 4194300, 4194310)]
    [InlineData("Range", "bytes=5243391-", 5243391, 5243391)]
    [InlineData("Range", "bytes=4194304-99999999999999999999", 4194304, 5243391)]
    [InlineData("Range", "bytes=-512", 5242880, 5243391)]
    [InlineData("x-ms-range", "bytes=17-19", 17, 19)]
    public async Task Get_Range_IsThePart(string header, string range, int first, int last)
    {
        using var response = await GetAsync(_link, (header, range));
        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        Header(response, "Content-Range").ShouldBe($"bytes {first}-{last}/5243392");
        Header(response, "x-ms-blob-content-md5").ShouldBe(Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, _bytes)));
        Header(response, "Content-MD5").ShouldBeNull();
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(_bytes[first..(last + 1)]);
    }

    [Fact]
    public async Task Get_AzuresRangeBesideRange_GoesBefore()
    {
        using var response = await GetAsync(_link, ("Range", "bytes=0-0"), ("x-ms-range", "bytes=1-2"));
        Header(response, "Content-Range").ShouldBe("bytes 1-2/5243392");
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-1")]
    [InlineData("lines=1-2")]
    public async Task Get_RangeThatIsNotOne_IsTheWhole(string range)
    {
        using var response = await GetAsync(_link, ("Range", range));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "Content-Length").ShouldBe("5243392");
    }

    [Fact]
    public async Task Get_RangeBeyondTheEnd_IsInvalidRange()
    {
        using var response = await GetAsync(_link, ("Range", "bytes=5243392-"));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        Header(response, "Content-Range").ShouldBe("bytes */5243392");
        (await ErrorAsync(response)).ShouldBe("InvalidRange");
    }

    [Theory]
    [InlineData("bytes=0-4194303", 0, 4194303)]
    [InlineData("bytes=4194304-5243391", 4194304, 5243391)]
    [InlineData("bytes=5-4194308", 5, 4194308)]
    public async Task Get_RangeWithItsMd5_IsThatOfTheRange(string range, int first, int last)
    {
        using var response = await GetAsync(_link, ("Range", range), ("x-ms-range-get-content-md5", "true"));
        var part = await response.Content.ReadAsByteArrayAsync();
        part.ShouldBe(_bytes[first..(last + 1)]);
        Header(response, "Content-MD5").ShouldBe(Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, part)));
    }

    [Theory]
    [InlineData("Range", "bytes=0-4194304", "OutOfRangeInput")]
    [InlineData("x-ms-other", "", "InvalidHeaderValue")]
    [InlineData("x-ms-range", "bytes=a-b", "InvalidHeaderValue")]
    public async Task Get_Md5OfWhatHasNone_IsRefused(string header, string value, string code)
    {
        using var response = await GetAsync(_link, (header, value), ("x-ms-range-get-content-md5", "true"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task Get_RangeWithCrc64_TellsTheChecksumOfTheRange()
    {
        using var response = await GetAsync(_link, ("Range", "bytes=3-12"), ("x-ms-range-get-content-crc64", "true"));

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        Header(response, "x-ms-content-crc64").ShouldBe(BlobCrc64.ToBase64(BlobCrc64.Compute(_bytes.AsSpan(3, 10))));
    }

    [Fact]
    public async Task Get_RangeWithBothChecksums_IsRefused()
    {
        using var response = await GetAsync(_link, ("Range", "bytes=3-12"), ("x-ms-range-get-content-crc64", "true"), ("x-ms-range-get-content-md5", "true"));

        (await ErrorAsync(response)).ShouldBe("InvalidHeaderValue");
    }

    [Fact]
    public async Task Get_IfMatch_HoldsForThisContentOnly()
    {
        using var first = await GetAsync(_link, ("Range", "bytes=0-0"));
        using var same = await GetAsync(_link, ("If-Match", Header(first, "ETag")!), ("Range", "bytes=0-0"));
        using var other = await GetAsync(_link, ("If-Match", "\"0x0000000000000000\""), ("Range", "bytes=0-0"));
        using var weak = await GetAsync(_link, ("If-Match", "W/" + Header(first, "ETag")), ("Range", "bytes=0-0"));

        same.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        other.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ErrorAsync(other)).ShouldBe("ConditionNotMet");
        weak.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Get_IfNoneMatchAndIfModifiedSince_AreNotModified()
    {
        using var first = await SendAsync(HttpMethod.Head, _link);
        using var known = await GetAsync(_link, ("If-None-Match", Header(first, "ETag")!));
        using var since = await GetAsync(_link, ("If-Modified-Since", Header(first, "Last-Modified")!));
        using var before = await GetAsync(_link, ("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT"));

        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        since.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        before.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Get_IfRangeOfOtherContent_IsTheWhole()
    {
        using var first = await SendAsync(HttpMethod.Head, _link);
        using var same = await GetAsync(_link, ("If-Range", Header(first, "ETag")!), ("Range", "bytes=0-0"));
        using var other = await GetAsync(_link, ("If-Range", "\"0x0\""), ("Range", "bytes=0-0"));
        same.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_ExpiredLink_IsAuthenticationFailedInXml()
    {
        var key = await rig.Services.GetRequiredService<BlobAccountKey>().GetAsync(default);
        var path = new Uri(_link).AbsolutePath;
        var name = Uri.UnescapeDataString(path["/azsmarketplace/packages/".Length..]);
        var query = SharedAccessSignature.Sign(key, "packages", name, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)).Reveal();

        using var response = await GetAsync($"{path}?{query}");
        var xml = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Header(response, "x-ms-error-code").ShouldBe("AuthenticationFailed");
        Header(response, "Content-Type").ShouldBe("application/xml");
        xml.ShouldStartWith(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. "
            + "Make sure the value of Authorization header is formed correctly including the signature.\nRequestId:");
        xml.ShouldContain("<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [] - Expiry [Wed, 01 Jan 2020 00:00:00 GMT] - Current [");
        xml.ShouldNotContain("sig=");
    }

    [Fact]
    public async Task Get_SignatureOfAnotherBlob_IsRefusedBeforeItIsLookedUp()
    {
        var query = new Uri(_link).Query;
        foreach (var path in (string[])["datadisk-0.vhd", "no-such.vhd"])
        {
            using var response = await GetAsync(new Uri(new Uri(_link), path).AbsolutePath + query);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Get_NoSignatureOrAToken_IsRefused()
    {
        using var none = await GetAsync(new Uri(_link).AbsolutePath);
        none.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var token = await rig.SendAsync(HttpMethod.Get, new Uri(_link).AbsolutePath);
        token.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Get_UnknownBlob_IsBlobNotFound()
    {
        using var icon = await GetAsync("/azsmarketplace/icons/nothing/Large.png");
        icon.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ErrorAsync(icon)).ShouldBe("BlobNotFound");
        using var container = await GetAsync("/azsmarketplace/vhds/a");
        (await ErrorAsync(container)).ShouldBe("ContainerNotFound");
    }

    [Fact]
    public async Task Put_Blob_IsUnsupported()
    {
        using var response = await SendAsync(HttpMethod.Put, _link);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await ErrorAsync(response)).ShouldBe("UnsupportedHttpVerb");
    }

    private Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, address, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await rig.Anonymous.SendAsync(request);
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage response)
    {
        var code = Header(response, "x-ms-error-code")!;
        (await response.Content.ReadAsStringAsync()).ShouldContain($"<Code>{code}</Code>");
        return code;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
