using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>Conditional requests (ARM RPC, "ETags"; RFC 9110 §13).</summary>
public static class ArmETag
{
    /// <summary>Checks <c>If-Match</c> and <c>If-None-Match</c> of a PUT, PATCH or DELETE against the resource as it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="current">The resource's entity tag with its quotes; null where there is no such resource.</param>
    /// <exception cref="ArmException">412 PreconditionFailed.</exception>
    public static void RequireMatch(this ArmRequest request, string? current)
    {
        var headers = request.HttpContext.Request.Headers;
        if (headers.IfMatch is { Count: > 0 } match && !Names(match.ToString(), current))
            throw ArmErrors.PreconditionFailed("If-Match", match.ToString());
        if (headers.IfNoneMatch is { Count: > 0 } none && Names(none.ToString(), current))
            throw ArmErrors.PreconditionFailed("If-None-Match", none.ToString());
    }

    /// <summary>Sends the <c>ETag</c> header; true where a GET may answer 304 since the client has this very version.</summary>
    /// <param name="request">The GET.</param>
    /// <param name="current">The resource's entity tag with its quotes.</param>
    public static bool IsUnchanged(this ArmRequest request, string current)
    {
        request.HttpContext.Response.Headers.ETag = current;
        return request.HttpContext.Request.Headers.IfNoneMatch is { Count: > 0 } none && Names(none.ToString(), current);
    }

    private static bool Names(string header, string? current)
    {
        if (current is null)
            return false;
        foreach (var part in header.AsSpan().Split(','))
        {
            var one = header.AsSpan(part).Trim();
            if (one is "*" || Opaque(one).SequenceEqual(Opaque(current)))
                return true;
        }

        return false;
    }

    // Published examples show these tags with and without quotes, and clients send back either.
    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => (tag.StartsWith("W/") ? tag[2..] : tag).Trim('"');
}
