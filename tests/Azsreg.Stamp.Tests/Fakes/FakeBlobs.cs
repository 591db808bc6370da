using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

#pragma warning disable CA5351 // MD5 is what Azure Storage gives.
namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>The part of Azure Blob storage a download meets, behind links that can be made to expire.</summary>
internal sealed class FakeBlobs
{
    private int _signature = 1;

    public ConcurrentDictionary<string, FakeBlob> Blobs { get; } = new();

    /// <summary>All links given so far are refused from now on.</summary>
    public void ExpireLinks() => Interlocked.Increment(ref _signature);

    public string LinkOf(Uri azure, string name) => $"{azure}blobs/{name}?sv=2021-12-02&sr=b&sp=r&sig=s{_signature}";

    public async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        if (context.Request.Query["sig"] != $"s{_signature}")
        {
            Refuse(response, 403, "AuthenticationFailed");
            return;
        }

        if (!Blobs.TryGetValue((string)context.Request.RouteValues["name"]!, out var blob))
        {
            Refuse(response, 404, "BlobNotFound");
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method) || context.Request.Headers.Range.Count == 0)
        {
            Describe(response, blob);
            response.ContentLength = blob.Content.Length;
            if (HttpMethods.IsGet(context.Request.Method))
                await response.Body.WriteAsync(blob.Content, context.RequestAborted);
            return;
        }

        var number = blob.NextRange();
        if (await blob.Fault(context, number))
            return;
        if (context.Request.Headers.IfMatch != blob.ETag)
        {
            Refuse(response, 412, "ConditionNotMet");
            return;
        }

        await GiveRangeAsync(context, blob, number);
    }

    private static async Task GiveRangeAsync(HttpContext context, FakeBlob blob, int number)
    {
        var response = context.Response;
        var bounds = context.Request.Headers.Range.ToString()["bytes=".Length..].Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var part = blob.Content.AsMemory(bounds[0], bounds[1] - bounds[0] + 1);
        Describe(response, blob);
        response.StatusCode = 206;
        response.Headers.ContentRange = $"bytes {bounds[0]}-{bounds[1]}/{blob.Content.Length}";
        response.ContentLength = part.Length;
        if (blob.GivesCrc64 && context.Request.Headers["x-ms-range-get-content-crc64"] == "true")
            response.Headers["x-ms-content-crc64"] = BlobCrc64.ToBase64(BlobCrc64.Compute(part.Span));
        if (blob.GivesRangeMd5 && context.Request.Headers["x-ms-range-get-content-md5"] == "true")
            response.Headers.ContentMD5 = Convert.ToBase64String(MD5.HashData(part.Span));
        if (blob.Damages(number))
        {
            var damaged = part.ToArray();
            damaged[damaged.Length / 2] ^= 1;
            part = damaged;
        }

        await response.Body.WriteAsync(part, context.RequestAborted);
    }

    private static void Describe(HttpResponse response, FakeBlob blob)
    {
        response.Headers.ETag = blob.ETag;
        response.Headers.AcceptRanges = "bytes";
        if (blob.TellsSha256)
            response.Headers["x-ms-meta-sha256"] = blob.WrongSha256 ?? blob.Sha256;
        if (blob.TellsMd5)
            response.Headers["x-ms-blob-content-md5"] = Convert.ToBase64String(MD5.HashData(blob.Content));
    }

    private static void Refuse(HttpResponse response, int status, string code)
    {
        response.StatusCode = status;
        response.Headers["x-ms-error-code"] = code;
    }
}
