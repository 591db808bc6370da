using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Azsreg.Cloud.Blobs;

/// <summary>Get Blob and Get Blob Properties as Azure Storage answers them. Nothing of a request's query is ever logged: it holds a signature.</summary>
internal sealed partial class BlobEndpoints(
    IBlobNames names, BlobStore store, BlobAccountKey key, BlobOptions options, TimeProvider clock, ILogger<BlobEndpoints> logger) : IDisposable
{
    // Each piece is read from the file and handed to TLS by itself; smaller ones cost turns of the thread pool.
    private const int Chunk = 256 * 1024;
    private const string RangeMd5 = "x-ms-range-get-content-md5";
    private const string RangeCrc64 = "x-ms-range-get-content-crc64";

    private readonly SemaphoreSlim _places = new(options.MostAnswersAtOnce);

    public static void Map(IEndpointRouteBuilder app) => app.Map(
        $"/{BlobAccount.Name}/{{container}}/{{**blob}}",
        context => context.RequestServices.GetRequiredService<BlobEndpoints>().AnswerAsync(context));

    public void Dispose() => _places.Dispose();

    private async Task AnswerAsync(HttpContext context)
    {
        var requestId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var headers = context.Response.Headers;
        headers["x-ms-request-id"] = requestId;
        headers["x-ms-version"] = SharedAccessSignature.Version;
        if (context.Request.Headers["x-ms-client-request-id"] is [{ Length: > 0 and <= 1024 } client])
            headers["x-ms-client-request-id"] = client;
        if (!_places.Wait(0, CancellationToken.None))
        {
            await BlobRefusal.Busy.WriteAsync(context, requestId, clock.GetUtcNow());
            return;
        }

        try
        {
            if (await GetAsync(context) is { } refusal)
                await refusal.WriteAsync(context, requestId, clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (IOException failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            Log.NotServed(logger, failure, requestId);
            // Once bytes are out, only a cut tells the client that they are not all.
            if (context.Response.HasStarted)
                context.Abort();
            else
                await BlobRefusal.Internal.WriteAsync(context, requestId, clock.GetUtcNow());
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<BlobRefusal?> GetAsync(HttpContext context)
    {
        var request = context.Request;
        var isHead = HttpMethods.IsHead(request.Method);
        if (!isHead && !HttpMethods.IsGet(request.Method))
            return BlobRefusal.Verb;
        var container = (string)request.RouteValues["container"]!;
        var name = (string?)request.RouteValues["blob"] ?? "";
        if (container is not (BlobAccount.Packages or BlobAccount.Icons))
            return BlobRefusal.ContainerNotFound;
        // Before anything is looked up: who has no right learns nothing of what there is.
        if (container == BlobAccount.Packages
            && SharedAccessSignature.Refuse(await key.GetAsync(context.RequestAborted), container, name, request.Query, clock.GetUtcNow()) is { } why)
        {
            return BlobRefusal.Authentication(why);
        }

        if (await names.FindAsync(container, name, context.RequestAborted) is not { } blob)
            return BlobRefusal.NotFound;
        if (store.Find(container, blob.Content) is not { } stored)
        {
            Log.ContentMissing(logger, container, name, blob.Content.Sha256);
            return BlobRefusal.Internal;
        }

        switch (BlobConditions.Check(request.Headers, blob))
        {
            case StatusCodes.Status304NotModified:
                context.Response.Headers.ETag = blob.ETag;
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return null;
            case not null:
                return BlobRefusal.ConditionNotMet;
        }

        return await AnswerAsync(context, blob, stored, isHead);
    }

    private static async Task<BlobRefusal?> AnswerAsync(HttpContext context, NamedBlob blob, StoredBlob stored, bool isHead)
    {
        var request = context.Request.Headers;
        var length = blob.Content.Length;
        // Azure: x-ms-range is for clients that cannot set Range, and goes before it.
        var azureRange = isHead ? null : (string?)request["x-ms-range"];
        var range = default(ByteRange);
        var reading = isHead ? RangeReading.Whole : ByteRange.Read(azureRange ?? (string?)request.Range, length, out range);
        if (azureRange is not null && reading == RangeReading.Whole)
            return BlobRefusal.Header("x-ms-range");
        if (!BlobConditions.RangeApplies(request, blob))
            reading = RangeReading.Whole;
        if (reading == RangeReading.NotSatisfiable)
        {
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            return BlobRefusal.InvalidRange;
        }

        if (reading == RangeReading.Whole)
            range = new ByteRange(0, length - 1);
        var wantsMd5 = Wants(request, RangeMd5);
        var wantsCrc64 = Wants(request, RangeCrc64);
        if ((wantsMd5 || wantsCrc64) && !isHead)
        {
            // One of the two: Azure answers no range with both.
            if (reading != RangeReading.Part || (wantsMd5 && wantsCrc64))
                return BlobRefusal.Header(wantsMd5 ? RangeMd5 : RangeCrc64);
            if (range.Length > BlobAccount.BlockSize)
                return BlobRefusal.RangeTooLong;
        }

        using var file = isHead ? null : stored.Open();
        WriteHeaders(context.Response, blob, Convert.ToBase64String(stored.WholeMd5()), reading == RangeReading.Part);
        context.Response.ContentLength = range.Length;
        if (reading == RangeReading.Part)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.First}-{range.Last}/{length}");
            if (wantsMd5)
                context.Response.Headers.ContentMD5 = Convert.ToBase64String(stored.BlockMd5(range) ?? Md5Of(file!, range));
            if (wantsCrc64)
                context.Response.Headers["x-ms-content-crc64"] = BlobCrc64.ToBase64(stored.BlockCrc64(range) ?? Crc64Of(file!, range));
        }

        if (file is not null)
            await SendAsync(context, file, range);
        return null;
    }

    private static void WriteHeaders(HttpResponse response, NamedBlob blob, string md5, bool isPart)
    {
        var headers = response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ETag = blob.ETag;
        headers.LastModified = blob.LastModified.ToString("R", CultureInfo.InvariantCulture);
        headers["x-ms-blob-type"] = "BlockBlob";
        headers["x-ms-meta-sha256"] = blob.Content.Sha256;
        headers[isPart ? "x-ms-blob-content-md5" : "Content-MD5"] = md5;
        headers.XContentTypeOptions = "nosniff";
        if (blob.Container == BlobAccount.Icons)
            headers.CacheControl = "public, max-age=86400";
        response.ContentType = blob.ContentType;
    }

    private static async Task SendAsync(HttpContext context, SafeFileHandle file, ByteRange range)
    {
        var writer = context.Response.BodyWriter;
        await context.Response.StartAsync(context.RequestAborted);
        for (var at = range.First; at <= range.Last;)
        {
            var part = writer.GetMemory(Chunk);
            part = part[..(int)Math.Min(part.Length, range.Last - at + 1)];
            var read = await RandomAccess.ReadAsync(file, part, at, context.RequestAborted);
            if (read == 0)
                throw new EndOfStreamException("Content became shorter while it was sent.");
            writer.Advance(read);
            at += read;
            // Waits for a slow peer, so that what is in memory stays one chunk and the connection's own buffer.
            await writer.FlushAsync(context.RequestAborted);
        }
    }

    private static bool Wants(IHeaderDictionary request, string header) =>
        request[header] is [var asked] && string.Equals(asked, "true", StringComparison.OrdinalIgnoreCase);

    // Of a range that is not one of the blocks; at most 4 MiB.
    private static ulong Crc64Of(SafeFileHandle file, ByteRange range)
    {
        var rented = ArrayPool<byte>.Shared.Rent((int)range.Length);
        try
        {
            var part = rented.AsSpan(0, (int)range.Length);
            for (var filled = 0; filled < part.Length;)
            {
                var read = RandomAccess.Read(file, part[filled..], range.First + filled);
                filled += read > 0 ? read : throw new EndOfStreamException("Content is shorter than it should be.");
            }

            return BlobCrc64.Compute(part);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static byte[] Md5Of(SafeFileHandle file, ByteRange range)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[Chunk];
        for (var at = range.First; at <= range.Last;)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(Chunk, range.Last - at + 1)), at);
            if (read == 0)
                throw new EndOfStreamException("Content is shorter than it should be.");
            md5.AppendData(buffer, 0, read);
            at += read;
        }

        return md5.GetHashAndReset();
    }
}
