using System.Security;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Blobs;

/// <summary>An error of the blob service, with Azure Storage's code and words.</summary>
internal sealed record BlobRefusal(int Status, string Code, string Message, string? Element = null, string? Detail = null)
{
    public static readonly BlobRefusal NotFound = new(404, "BlobNotFound", "The specified blob does not exist.");
    public static readonly BlobRefusal ContainerNotFound = new(404, "ContainerNotFound", "The specified container does not exist.");
    public static readonly BlobRefusal ConditionNotMet = new(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");
    public static readonly BlobRefusal InvalidRange = new(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");
    public static readonly BlobRefusal RangeTooLong = new(400, "OutOfRangeInput", "One of the request inputs is out of range.");
    public static readonly BlobRefusal Verb = new(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.");
    public static readonly BlobRefusal Busy = new(503, "ServerBusy", "The server is busy.");
    public static readonly BlobRefusal Internal = new(500, "InternalError", "The server encountered an internal error. Please retry the request.");

    public static BlobRefusal Authentication(string detail) => new(
        403,
        "AuthenticationFailed",
        "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
        "AuthenticationErrorDetail",
        detail);

    public static BlobRefusal Header(string name) =>
        new(400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format.", "HeaderName", name);

    public async Task WriteAsync(HttpContext context, string requestId, DateTimeOffset now)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers["x-ms-error-code"] = Code;
        if (Status == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = "1";
        if (Status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "GET, HEAD";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var more = Element is null ? "" : $"<{Element}>{SecurityElement.Escape(Detail)}</{Element}>";
        var body = Encoding.UTF8.GetBytes(
            $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{Code}</Code><Message>{SecurityElement.Escape(Message)}""" + "\n"
            + $"RequestId:{requestId}\nTime:{now.UtcDateTime:O}</Message>{more}</Error>");
        response.ContentType = "application/xml";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
