using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Blobs;

/// <summary>Conditional requests on blobs, in the order of RFC 9110 §13.2.2.</summary>
internal static class BlobConditions
{
    /// <summary>The status to answer instead of the blob: 412 or 304; null where the conditions hold.</summary>
    public static int? Check(IHeaderDictionary headers, NamedBlob blob)
    {
        var modified = Seconds(blob.LastModified);
        if (headers.IfMatch.Count > 0)
        {
            if (!Lists(headers.IfMatch.ToString(), blob.ETag))
                return StatusCodes.Status412PreconditionFailed;
        }
        else if (Date(headers.IfUnmodifiedSince) is { } unmodified && modified > unmodified)
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        if (headers.IfNoneMatch.Count > 0)
            return Lists(headers.IfNoneMatch.ToString().Replace("W/", "", StringComparison.Ordinal), blob.ETag) ? StatusCodes.Status304NotModified : null;
        return Date(headers.IfModifiedSince) is { } since && modified <= since ? StatusCodes.Status304NotModified : null;
    }

    /// <summary>Whether a range may be answered as one (RFC 9110 §13.1.5): the client's part is of this very content, or it did not say.</summary>
    public static bool RangeApplies(IHeaderDictionary headers, NamedBlob blob) =>
        headers.IfRange.ToString() is not { Length: > 0 } condition
        || condition == blob.ETag
        || Date(condition) == Seconds(blob.LastModified);

    // Strong comparison: a weak tag never equals.
    private static bool Lists(string header, string etag)
    {
        foreach (var part in header.AsSpan().Split(','))
        {
            var one = header.AsSpan(part).Trim();
            if (one is "*" || one.SequenceEqual(etag))
                return true;
        }

        return false;
    }

    private static DateTimeOffset? Date(string? header) =>
        DateTimeOffset.TryParseExact(header, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    // What the Last-Modified header can say.
    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
