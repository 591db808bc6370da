using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Azsreg.ArmServer;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.Marketplace.Downloads;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Stamp.Admin;

/// <summary>
/// Uploads for an import in Azure Blob storage's words: Put Block, Put Block List, Get Block List, Get Blob Properties, under the SHA-256 of the
/// file. What Azure Storage has an error for is answered with that error, as XML; rights and room as ARM answers them.
/// </summary>
internal sealed class UploadEndpoints(Uploads uploads)
{
    public async Task<IResult> PutAsync(ArmRequest request)
    {
        var sha256 = HashOf(request);
        if (sha256 is null)
            return Refuse(400, "InvalidUri", "An upload is named by the SHA-256 of the file, 64 hex digits in lower case.");
        return request.Query("comp") switch
        {
            "block" => await PutBlockAsync(request, sha256),
            "blocklist" => await PutBlockListAsync(request, sha256),
            _ => Refuse(400, "InvalidQueryParameterValue", "comp is block or blocklist."),
        };
    }

    public async Task<IResult> GetAsync(ArmRequest request)
    {
        var sha256 = HashOf(request);
        if (sha256 is null || request.Query("comp") != "blocklist")
            return Refuse(400, "InvalidQueryParameterValue", "Of an upload only its block list can be read: comp=blocklist.");
        var blocks = await uploads.ListAsync(AdminCaller.Of(request), sha256, request.Aborted);
        return Xml(200, new XElement(
            "BlockList",
            new XElement("CommittedBlocks"),
            new XElement("UncommittedBlocks", blocks.Select(block => new XElement("Block", new XElement("Name", Convert.ToBase64String(block.Id)), new XElement("Size", block.Length))))));
    }

    /// <summary>200 with the length where the file is whole on the stamp, by this upload or otherwise.</summary>
    public async Task<IResult> HeadAsync(ArmRequest request)
    {
        if (HashOf(request) is not { } sha256 || await uploads.FindAsync(AdminCaller.Of(request), sha256, request.Aborted) is not { } length)
        {
            request.HttpContext.Response.Headers["x-ms-error-code"] = "BlobNotFound";
            return ArmResults.Missing();
        }

        request.HttpContext.Response.ContentLength = length;
        request.HttpContext.Response.Headers["x-ms-meta-sha256"] = sha256;
        return ArmResults.Ok();
    }

    private async Task<IResult> PutBlockAsync(ArmRequest request, string sha256)
    {
        if (!Uploads.TryReadId(request.Query("blockid"), out var id))
            return Refuse(400, "InvalidQueryParameterValue", "blockid is base64 of 1 to 64 bytes.");
        var http = request.HttpContext.Request;
        if (http.ContentLength is not { } length)
            return Refuse(411, "MissingContentLengthHeader", "A block is sent with its Content-Length.");
        if (length > Block.Size)
            return Refuse(413, "RequestBodyTooLarge", string.Create(CultureInfo.InvariantCulture, $"A block has at most {Block.Size} bytes."));
        if (length == 0)
            return Refuse(400, "InvalidHeaderValue", "A block has at least one byte.");
        var rented = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var block = rented.AsMemory(0, (int)length);
            await http.Body.ReadExactlyAsync(block, request.Aborted);
            if (http.Headers.ContentMD5 is { Count: > 0 } told && !IsMd5(block.Span, told.ToString()))
                return Refuse(400, "Md5Mismatch", "The block does not have the MD5 its Content-MD5 header tells.");
            await uploads.StageAsync(AdminCaller.Of(request), sha256, id, block, request.Aborted);
            return new StatusResult(StatusCodes.Status201Created);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async Task<IResult> PutBlockListAsync(ArmRequest request, string sha256)
    {
        if (await ReadListAsync(request) is not { } ids)
            return Refuse(400, "InvalidXmlDocument", $"The body is a BlockList of at most {Uploads.MostBlocks} blocks, each with an id in base64.");
        try
        {
            await uploads.CommitAsync(AdminCaller.Of(request), sha256, ids, request.Aborted);
        }
        catch (UploadException refused)
        {
            return Refuse(400, refused.Code, refused.Message);
        }

        request.HttpContext.Response.Headers.ETag = $"\"{sha256}\"";
        return new StatusResult(StatusCodes.Status201Created);
    }

    private static async Task<IReadOnlyList<byte[]>?> ReadListAsync(ArmRequest request)
    {
        try
        {
            using var reader = XmlReader.Create(
                request.HttpContext.Request.Body,
                new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 * 1024 * 1024 });
            var root = (await XDocument.LoadAsync(reader, LoadOptions.None, request.Aborted)).Root;
            if (root?.Name.LocalName != "BlockList")
                return null;
            var ids = new List<byte[]>();
            foreach (var element in root.Elements())
            {
                if (ids.Count >= Uploads.MostBlocks || element.Name.LocalName is not ("Latest" or "Uncommitted" or "Committed") || !Uploads.TryReadId(element.Value.Trim(), out var id))
                    return null;
                ids.Add(id);
            }

            return ids;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? HashOf(ArmRequest request) => request.Route("sha256") is var text && ContentStore.IsHash(text) ? text : null;

    private static bool IsMd5(ReadOnlySpan<byte> content, string told)
    {
#pragma warning disable CA5351 // What Azure Storage's header carries; the SHA-256 of the whole is what counts.
        return Convert.ToBase64String(MD5.HashData(content)) == told.Trim();
#pragma warning restore CA5351
    }

    private static XmlResult Refuse(int status, string code, string message) =>
        new(status, new XElement("Error", new XElement("Code", code), new XElement("Message", message)), code);

    private static XmlResult Xml(int status, XElement body) => new(status, body, null);

    private sealed class StatusResult(int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            return Task.CompletedTask;
        }
    }

    private sealed class XmlResult(int status, XElement body, string? errorCode) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/xml";
            if (errorCode is not null)
                response.Headers["x-ms-error-code"] = errorCode;
            return response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{body.ToString(SaveOptions.DisableFormatting)}", httpContext.RequestAborted);
        }
    }
}
