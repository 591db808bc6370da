using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// Reads blobs by signed links, as Azure Storage's Get Blob and Get Blob Properties give them. Each range is checked against its MD5, passing
/// failures are tried again; what the link's end means is the caller's to decide.
/// </summary>
public sealed class BlobClient
{
    /// <summary>The largest range, in bytes: Azure computes an MD5 for no larger one.</summary>
    public const int LargestRange = 4 * 1024 * 1024;

    /// <summary>How often a range that arrives damaged is asked for.</summary>
    private const int TriesOfDamagedRange = 4;

    private readonly HttpExchange _exchange;

    /// <summary>Makes a client.</summary>
    /// <param name="connection">The transport, clock and dice; its bound on answers must not be under <see cref="LargestRange"/>.</param>
    public BlobClient(AzureConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _exchange = new HttpExchange(connection);
    }

    /// <summary>Reads what is told of a blob.</summary>
    /// <param name="blob">The link.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    /// <exception cref="BlobRefusedException">The service refused.</exception>
    /// <exception cref="CataloguedException">The service cannot be reached, or tells no length.</exception>
    public async Task<BlobProperties> GetPropertiesAsync(Uri blob, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        var answer = await _exchange.SendAsync(() => new HttpRequestMessage(HttpMethod.Head, blob), repeatable: true, cancellationToken);
        if (!answer.IsSuccess) throw Refused(answer);
        var md5 = answer.ContentHeaders.ContentMD5 is { Length: 16 } digest ? Convert.ToBase64String(digest) : null;
        var sha256 = answer.Header("x-ms-meta-sha256")?.ToLowerInvariant();
        return new BlobProperties(
            answer.ContentHeaders.ContentLength ?? throw NotUnderstood(blob, "tells no length"), answer.Header("ETag"), md5, BundleFile.IsSha256(sha256) ? sha256 : null);
    }

    /// <summary>Reads a range.</summary>
    /// <param name="blob">The link.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">Bytes, 1 to <see cref="LargestRange"/>.</param>
    /// <param name="etag">The version meant; null takes any.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    /// <returns>Exactly that many bytes, which fit the MD5 where the service told one.</returns>
    /// <exception cref="BlobRefusedException">The service refused; <see cref="BlobRefusedException.IsChanged"/> for another version.</exception>
    /// <exception cref="CataloguedException">The service cannot be reached, or its answers stay damaged (AZR6081).</exception>
    public async Task<ReadOnlyMemory<byte>> GetRangeAsync(Uri blob, long offset, int length, string? etag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestRange);
        for (var tries = 1; ; tries++)
        {
            var answer = await _exchange.SendAsync(() => Message(blob, offset, length, etag), repeatable: true, cancellationToken);
            if (!answer.IsSuccess) throw Refused(answer);
            if (Damage(answer, offset, length) is not { } damage) return answer.Body;
            if (tries >= TriesOfDamagedRange) throw new CataloguedException(ErrorCatalogue.ContentNotAsPublished, $"{Name(blob)}, bytes {offset} to {offset + length - 1}: {damage}");
        }
    }

    /// <summary>Reads a small thing whole from any web server, such as a picture.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    /// <exception cref="BlobRefusedException">The server refused.</exception>
    /// <exception cref="CataloguedException">The server cannot be reached, or it is larger than the connection's bound.</exception>
    public async Task<ReadOnlyMemory<byte>> GetWholeAsync(Uri address, CancellationToken cancellationToken)
    {
        var answer = await _exchange.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), repeatable: true, cancellationToken);
        return answer.StatusCode == 200 ? answer.Body : throw Refused(answer);
    }

    private static HttpRequestMessage Message(Uri blob, long offset, int length, string? etag)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, blob);
        message.Headers.Range = new RangeHeaderValue(offset, offset + length - 1);
        message.Headers.Add("x-ms-range-get-content-md5", "true");
        if (etag is not null) message.Headers.TryAddWithoutValidation("If-Match", etag);
        return message;
    }

    private static string? Damage(HttpAnswer answer, long offset, int length)
    {
        if (answer.Body.Length != length)
            return string.Create(CultureInfo.InvariantCulture, $"{answer.Body.Length} bytes came instead of {length}.");
        if (answer.StatusCode == (int)HttpStatusCode.PartialContent ? answer.ContentHeaders.ContentRange?.From != offset : offset != 0)
            return "another range came than was asked for.";
        return answer.ContentHeaders.ContentMD5 is { } told && !told.AsSpan().SequenceEqual(ContentMd5.Of(answer.Body.Span)) ? "the MD5 does not fit." : null;
    }

    private static BlobRefusedException Refused(HttpAnswer answer) =>
        new(answer.StatusCode, answer.Header("x-ms-error-code") is { Length: > 0 and <= 100 } code && code.All(char.IsAsciiLetterOrDigit) ? code : ((HttpStatusCode)answer.StatusCode).ToString());

    private static CataloguedException NotUnderstood(Uri blob, string what) =>
        new(ErrorCatalogue.AnswerNotUnderstood, $"The blob service at {blob.GetLeftPart(UriPartial.Authority)} {what} for {Name(blob)}.");

    /// <summary>Without the query, which is the signature.</summary>
    private static string Name(Uri blob) => blob.Segments[^1];
}
