using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>
/// Stands between a stamp and Azure's blobs and lets every kind of fault happen: each file, and each range of it, meets two before it comes through,
/// and neighbours meet others. Can hold a request, so that somebody dies while it is under way.
/// </summary>
internal sealed class FaultyBlobs : IDisposable
{
    private const string Packages = "/azsmarketplace/packages";
    private const int FaultsOfEach = 2;

    private static readonly BlobFault[] All = Enum.GetValues<BlobFault>();

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BlobFault, int> _happened = new();
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private volatile Hold? _hold;
    private int _letsExpire;
    private int _refusedByAzure;

    /// <summary>Whether faults happen; holding goes on without.</summary>
    public bool IsFaulty { get; set; } = true;

    /// <summary>The next request for content waits here until Azure itself takes its link no more, and then goes there.</summary>
    public void LetNextExpire() => _letsExpire = 1;

    /// <summary>How often Azure itself refused a link.</summary>
    public int RefusedByAzure => _refusedByAzure;

    /// <summary>How often each fault happened.</summary>
    public IReadOnlyDictionary<BlobFault, int> Happened => _happened;

    /// <summary>The SHA-256 that Azure told of each file that was asked for, by its path.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>Holds the next request for a file's content; the answer completes when one is held, which waits until the hold is disposed.</summary>
    public Hold HoldNext() => _hold = new Hold();

    /// <summary>Lets go what is held.</summary>
    public void Dispose() => _hold?.Dispose();

    /// <summary>Answers what is asked of the blobs; false for anything else.</summary>
    public async Task<bool> AnswerAsync(ReverseProxy proxy, HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Packages))
            return false;
        try
        {
            if (HttpMethods.IsGet(context.Request.Method) && _hold is { } hold)
                await hold.PassAsync();
            await AnswerBlobAsync(proxy, context);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }

        return true;
    }

    private async Task AnswerBlobAsync(ReverseProxy proxy, HttpContext context)
    {
        var fault = IsFaulty ? FaultOf(context.Request) : null;
        switch (fault)
        {
            case BlobFault.CutAtOnce:
                context.Abort();
                return;
            case BlobFault.TooManyRequests:
                await RefuseAsync(context, 429, "TooManyRequests", retryAfter: 1);
                return;
            case BlobFault.ServerBusy:
                await RefuseAsync(context, 503, "ServerBusy", retryAfter: 1);
                return;
            case BlobFault.LinkExpired:
                await RefuseAsync(context, 403, "AuthenticationFailed", retryAfter: null);
                return;
            case BlobFault.InternalError:
                await RefuseAsync(context, 500, "InternalError", retryAfter: null);
                return;
        }

        if (HttpMethods.IsGet(context.Request.Method) && Interlocked.Exchange(ref _letsExpire, 0) == 1)
            await UntilRefusedAsync(proxy, context);
        using var answer = await proxy.SendAsync(context.Request, []);
        if (answer.StatusCode == HttpStatusCode.Forbidden)
            Interlocked.Increment(ref _refusedByAzure);
        var body = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (answer.Headers.TryGetValues("x-ms-meta-sha256", out var hash))
            _hashes[context.Request.Path.Value!] = hash.First();
        if (HttpMethods.IsHead(context.Request.Method))
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
        if (fault is BlobFault.Damaged && body.Length > 0)
            body[body.Length / 2] ^= 1;
        if (fault is BlobFault.CutWithin or BlobFault.Slow && body.Length > 1)
            await InPartsAsync(context, answer, body, isCut: fault == BlobFault.CutWithin);
        else
            await ReverseProxy.AnswerAsync(context, answer, body);
    }

    private static async Task UntilRefusedAsync(ReverseProxy proxy, HttpContext context)
    {
        while (true)
        {
            using var answer = await proxy.SendAsync(context.Request, []);
            if (answer.StatusCode == HttpStatusCode.Forbidden)
                return;
            await Task.Delay(50, context.RequestAborted);
        }
    }

    /// <summary>By where the range came among all, so that each kind is met, and by how often it was asked for.</summary>
    private BlobFault? FaultOf(HttpRequest request)
    {
        var range = request.Headers.Range.ToString() is { Length: > 0 } given ? given : request.Headers["x-ms-range"].ToString();
        var key = $"{request.Method} {request.Path} {range}";
        var place = PlaceOf(key);
        var tried = _tries.AddOrUpdate(key, 1, (_, tries) => tries + 1);
        if (tried > FaultsOfEach)
            return null;
        // A step of three comes to every kind, as there are eight.
        var fault = All[(place + (tried * 3)) % All.Length];
        // A description has no body that could be damaged, cut or slow.
        if (HttpMethods.IsHead(request.Method) && fault is BlobFault.Damaged or BlobFault.CutWithin or BlobFault.Slow)
            fault = BlobFault.CutAtOnce;
        _happened.AddOrUpdate(fault, 1, (_, times) => times + 1);
        return fault;
    }

    /// <summary>Its own for each range: two that came at one moment and shared a place would meet one fault, and the place between them would be nobody's.</summary>
    private int PlaceOf(string key)
    {
        lock (_places)
        {
            if (!_places.TryGetValue(key, out var place))
                _places.Add(key, place = _places.Count);
            return place;
        }
    }

    /// <summary>A body in sixteen parts over two seconds, the time of a peer behind a bad line; or half of it, and then nothing.</summary>
    private static async Task InPartsAsync(HttpContext context, HttpResponseMessage answer, byte[] body, bool isCut)
    {
        const int parts = 16;
        var length = (body.Length + parts - 1) / parts;
        await ReverseProxy.BeginAsync(context, answer, body.Length);
        for (var at = 0; at < body.Length; at += length)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(length, body.Length - at)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (isCut && at >= body.Length / 2)
            {
                context.Abort();
                return;
            }

            if (!isCut)
                await Task.Delay(TimeSpan.FromSeconds(2) / parts, context.RequestAborted); // The fault itself.
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, int? retryAfter)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.Headers["x-ms-error-code"] = code;
        if (retryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(
            Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>A fault of the test.</Message></Error>")).AsTask();
    }

    /// <summary>Requests that wait.</summary>
    internal sealed class Hold : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when a request waits.</summary>
        public Task Reached => _reached.Task;

        public void Dispose() => _over.TrySetResult();

        public Task PassAsync()
        {
            _reached.TrySetResult();
            return _over.Task;
        }
    }
}
