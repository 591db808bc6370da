using System.Net.Http.Headers;

namespace Azsreg.AzureClient.Http;

/// <summary>Sends requests with time-out, bound and retries; an answer of any status is returned, only a server that cannot be talked to throws.</summary>
internal sealed class HttpExchange(AzureConnection connection)
{
    private long _driftTicks = long.MinValue;

    /// <summary>The server's clock minus ours, as of the last answer; to the second, since <c>Date</c> has no more.</summary>
    public TimeSpan? ClockDrift => Interlocked.Read(ref _driftTicks) is var ticks and not long.MinValue ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Sends until an answer stands.</summary>
    /// <param name="makeRequest">Makes the request anew for each try.</param>
    /// <param name="repeatable">False where doing it twice differs from once: then it is repeated only if it surely did not arrive, or was throttled.</param>
    /// <param name="cancellationToken">Ends tries and waits.</param>
    public async Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> makeRequest, bool repeatable, CancellationToken cancellationToken)
    {
        var retry = connection.Retry;
        var waited = TimeSpan.Zero;
        for (var tries = 1; ; tries++)
        {
            using var request = makeRequest();
            request.Headers.UserAgent.TryParseAdd(connection.UserAgent);
            TimeSpan? retryAfter = null;
            HttpAnswer? answer = null;
            (ReachFailure Kind, Exception? Cause)? failure = null;
            try
            {
                answer = await SendOnceAsync(request, cancellationToken);
                if (!MayPass(answer, repeatable))
                    return answer;
                retryAfter = answer.RetryAfter(connection.Clock.GetUtcNow());
            }
            catch (HttpRequestException e)
            {
                failure = (ReachFailures.Classify(e), e);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                failure = (ReachFailure.TimedOut, e);
            }

            var wait = retry.WaitAfter(tries, retryAfter, connection.Jitter);
            var limit = failure?.Kind is ReachFailure.Refused ? Math.Min(retry.MaximumConnectTries, retry.MaximumTries) : retry.MaximumTries;
            var spent = tries >= limit || waited + wait > retry.TotalWait || (failure is { } f && !(f.Kind.MayPass() && (repeatable || f.Kind.NeverArrived())));
            if (spent)
                return answer ?? throw failure!.Value.Kind.ToCatalogued(request.RequestUri!, failure.Value.Cause);

            await Task.Delay(wait, connection.Clock, cancellationToken);
            waited += wait;
        }
    }

    private static bool MayPass(HttpAnswer answer, bool repeatable) => answer.StatusCode switch
    {
        // Throttled means not done.
        429 => true,
        408 or 500 or 502 or 503 or 504 => repeatable,
        _ => false,
    };

    private async Task<HttpAnswer> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(connection.TryTimeout, connection.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var sent = connection.Clock.GetTimestamp();
        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        NoteDrift(response.Headers, connection.Clock.GetElapsedTime(sent));
        // The length in an answer to HEAD is that of a body that does not come.
        var body = request.Method == HttpMethod.Head ? default : await ReadBoundedAsync(request.RequestUri!, response.Content, either.Token);
        return new HttpAnswer((int)response.StatusCode, response.Headers, response.Content.Headers, body);
    }

    private void NoteDrift(HttpResponseHeaders headers, TimeSpan roundTrip)
    {
        // Half the round trip lies between the server's writing of Date and our reading of it.
        if (headers.Date is { } date)
            Interlocked.Exchange(ref _driftTicks, (date - (connection.Clock.GetUtcNow() - (roundTrip / 2))).Ticks);
    }

    private async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(Uri address, HttpContent content, CancellationToken cancellationToken)
    {
        var bound = connection.MaximumResponseBytes;
        if (content.Headers.ContentLength > bound)
            throw ReachFailure.TooLarge.ToCatalogued(address, null);

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var buffer = new MemoryStream((int)(content.Headers.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        try
        {
            for (int read; (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
            {
                if (buffer.Length + read > bound)
                    throw ReachFailure.TooLarge.ToCatalogued(address, null);
                buffer.Write(chunk, 0, read);
            }
        }
        catch (IOException e)
        {
            // A connection cut within the body is the same to the caller as one cut before it.
            throw new HttpRequestException(HttpRequestError.ResponseEnded, e.Message, e);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
