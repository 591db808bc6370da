using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>Azure Blob storage as a download needs it (Get Blob, Get Blob Properties). One try each; what to try next is the caller's.</summary>
internal sealed class BlobClient(HttpClient http, BandwidthLimit bandwidth, MarketplaceOptions options, TimeProvider clock)
{
    // The first version that has CRC-64 is 2019-02-02.
    private const string Version = "2021-12-02";
    private const int LeastInWindow = 64 * 1024;
    private const int LongestSmallFile = 4 * 1024 * 1024;

    /// <exception cref="BlobException">It could not be had.</exception>
    public async Task<BlobDescription> DescribeAsync(Uri link, CancellationToken cancellationToken)
    {
        using var stall = new StallWatch(options.StallAfter, clock, cancellationToken);
        using var response = await SendAsync(Request(HttpMethod.Head, link), stall, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw Failure(link, response, BlockCheck.None);
        var length = response.Content.Headers.ContentLength;
        var etag = Header(response, "ETag");
        if (length is not >= 0 || string.IsNullOrEmpty(etag))
            throw new BlobException(BlobFault.Refused, $"{Name(link)} was described without a length or an entity tag.");
        var sha256 = Header(response, "x-ms-meta-sha256")?.Trim().ToLowerInvariant();
        return new BlobDescription(length.Value, etag, ContentStore.IsHash(sha256) ? sha256 : null, ContentMd5(response));
    }

    /// <summary>Fills the buffer with a range and checks it.</summary>
    /// <returns>The CRC-64 of the range, computed as it came, while the processor still had it at hand.</returns>
    /// <exception cref="BlobException">It could not be had, or is not what the checksum says.</exception>
    public async Task<ulong> ReadRangeAsync(Uri link, BlobDescription blob, long offset, Memory<byte> buffer, BlockCheck check, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, link);
        request.Headers.Range = new RangeHeaderValue(offset, offset + buffer.Length - 1);
        request.Headers.TryAddWithoutValidation("If-Match", blob.ETag);
        if (check == BlockCheck.Crc64)
            request.Headers.Add("x-ms-range-get-content-crc64", "true");
        else if (check == BlockCheck.Md5)
            request.Headers.Add("x-ms-range-get-content-md5", "true");

        using var stall = new StallWatch(options.StallAfter, clock, cancellationToken);
        using var response = await SendAsync(request, stall, cancellationToken);
        DemandRange(link, response, blob, offset, buffer.Length, check);
        var (crc, md5) = ChecksOf(link, response, check);
        var checksum = await FillAsync(link, response, buffer, stall, cancellationToken);
        return (crc is { } sum ? checksum == sum : md5 is null || IsMd5(buffer.Span, md5))
            ? checksum
            : throw new BlobException(BlobFault.Damaged, $"Bytes {offset} to {offset + buffer.Length - 1} of {Name(link)} do not have the checksum that came with them.");
    }

    /// <summary>Reads a file that is small, such as an icon.</summary>
    /// <exception cref="BlobException">It could not be had, or is larger than 4 MiB.</exception>
    public async Task<byte[]> ReadSmallAsync(Uri link, CancellationToken cancellationToken)
    {
        using var stall = new StallWatch(options.StallAfter, clock, cancellationToken);
        using var response = await SendAsync(Request(HttpMethod.Get, link), stall, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw Failure(link, response, BlockCheck.None);
        if (response.Content.Headers.ContentLength is not (>= 0 and <= LongestSmallFile and var length))
            throw new BlobException(BlobFault.Refused, $"{Name(link)} is no small file.");
        var content = new byte[length];
        await FillAsync(link, response, content, stall, cancellationToken);
        return content;
    }

    /// <summary>The address without its signature.</summary>
    public static string Name(Uri link) => link.GetLeftPart(UriPartial.Path);

    private static HttpRequestMessage Request(HttpMethod method, Uri link)
    {
        var request = new HttpRequestMessage(method, link);
        request.Headers.Add("x-ms-version", Version);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, StallWatch stall, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            }
            catch (HttpRequestException lost)
            {
                throw new BlobException(BlobFault.Broken, $"{Name(request.RequestUri!)}: {lost.Message}", lost);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw stall.Stalled(request.RequestUri!);
            }
        }
    }

    private async Task<ulong> FillAsync(Uri link, HttpResponseMessage response, Memory<byte> buffer, StallWatch stall, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stall.Token);
            var checksum = 0ul;
            for (var filled = 0; filled < buffer.Length;)
            {
                var room = buffer[filled..];
                if (bandwidth.IsOn)
                {
                    room = room[..Math.Min(room.Length, BandwidthLimit.Slice)];
                    stall.Pause();
                    await bandwidth.TakeAsync(room.Length, cancellationToken);
                    stall.Restart();
                }

                var read = await stream.ReadAsync(room, stall.Token);
                if (read == 0)
                    throw new BlobException(BlobFault.Broken, $"{Name(link)}: the answer ended after {filled} of {buffer.Length} bytes.");
                checksum = BlobCrc64.Append(checksum, room.Span[..read]);
                filled += read;
                stall.Received(read);
            }

            return checksum;
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw new BlobException(BlobFault.Broken, $"{Name(link)}: {lost.Message}", lost);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw stall.Stalled(link);
        }
    }

    private void DemandRange(Uri link, HttpResponseMessage response, BlobDescription blob, long offset, int length, BlockCheck check)
    {
        // A service may answer a range that is the whole with the whole.
        var isWhole = response.StatusCode == HttpStatusCode.OK && offset == 0 && length == blob.Length;
        if (response.StatusCode != HttpStatusCode.PartialContent && !isWhole)
            throw Failure(link, response, check);
        var range = response.Content.Headers.ContentRange;
        if (!isWhole && (range?.From != offset || range?.To != offset + length - 1 || range?.Length is { } total && total != blob.Length))
            throw new BlobException(BlobFault.Changed, $"{Name(link)} answered with the range '{range}', which was not asked for.");
        if (response.Content.Headers.ContentLength is { } given && given != length)
            throw new BlobException(BlobFault.Broken, $"{Name(link)} answered with {given} bytes in the place of {length}.");
    }

    private static (ulong? Crc, byte[]? Md5) ChecksOf(Uri link, HttpResponseMessage response, BlockCheck check)
    {
        if (BlobCrc64.TryParse(Header(response, "x-ms-content-crc64"), out var crc))
            return (crc, null);
        if (check == BlockCheck.None)
            return default;
        // With the whole in one answer, Content-MD5 is of the whole, which is the range as well.
        return check == BlockCheck.Md5 && response.Content.Headers.ContentMD5 is { Length: MD5.HashSizeInBytes } md5
            ? (null, md5)
            : throw new BlobException(BlobFault.NoSuchCheck, $"{Name(link)} came without the checksum that was asked for.");
    }

    private BlobException Failure(Uri link, HttpResponseMessage response, BlockCheck check)
    {
        var status = (int)response.StatusCode;
        var code = Header(response, "x-ms-error-code");
        var fault = status switch
        {
            // Which header a service does not like it does not always say; without the check the next try tells.
            400 when check != BlockCheck.None => BlobFault.NoSuchCheck,
            401 or 403 => BlobFault.LinkRefused,
            404 or 410 => BlobFault.Gone,
            412 or 416 => BlobFault.Changed,
            429 or 503 => BlobFault.Busy,
            408 or >= 500 => BlobFault.Broken,
            _ => BlobFault.Refused,
        };
        return new BlobException(fault, $"{Name(link)} was answered with {status}{(code is null ? "" : ' ' + code)}.")
        {
            RetryAfter = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - clock.GetUtcNow(),
                _ => null,
            },
        };
    }

    private static bool IsMd5(ReadOnlySpan<byte> content, byte[] expected)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // Azure Storage gives no other checksum everywhere; it is there against accidents, SHA-256 is for the whole.
        MD5.HashData(content, hash);
#pragma warning restore CA5351
        return hash.SequenceEqual(expected);
    }

    private static string? ContentMd5(HttpResponseMessage response) =>
        response.Content.Headers.ContentMD5 is { Length: MD5.HashSizeInBytes } md5 ? Convert.ToBase64String(md5) : Header(response, "x-ms-blob-content-md5");

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values.FirstOrDefault() : null;

    /// <summary>Ends a try whose connection brings too little.</summary>
    private sealed class StallWatch : IDisposable
    {
        private readonly CancellationTokenSource _timer;
        private readonly CancellationTokenSource _either;
        private readonly TimeSpan _after;
        private readonly TimeProvider _clock;
        private long _windowBegan;
        private int _inWindow;

        public StallWatch(TimeSpan after, TimeProvider clock, CancellationToken cancellationToken)
        {
            (_after, _clock) = (after, clock);
            _timer = new CancellationTokenSource(after, clock);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
            _windowBegan = clock.GetTimestamp();
        }

        public CancellationToken Token => _either.Token;

        /// <summary>Setting the timer for every read would cost more than the read; a new window begins when this one brought enough.</summary>
        public void Received(int bytes)
        {
            _inWindow += bytes;
            if (_inWindow >= LeastInWindow && _clock.GetElapsedTime(_windowBegan) >= _after / 8)
                Restart();
        }

        public void Pause() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

        public void Restart()
        {
            _windowBegan = _clock.GetTimestamp();
            _inWindow = 0;
            _timer.CancelAfter(_after);
        }

        public BlobException Stalled(Uri link) => new(
            BlobFault.Broken,
            string.Create(CultureInfo.InvariantCulture, $"{Name(link)} stalled: fewer than {LeastInWindow / 1024} KiB came within {_after.TotalSeconds:0.#} seconds."));

        public void Dispose()
        {
            _either.Dispose();
            _timer.Dispose();
        }
    }
}
