using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Soak.Tests;

/// <summary>
/// The balancer before the replicas, which ends TLS and gives each request to the next replica that takes it, and a bad line for usage batches: it
/// cuts, holds, repeats and reorders them as a seed says. It keeps what was answered to each batch: a repeat must get the same bytes, whoever answers.
/// </summary>
internal sealed class FaultyLine : IAsyncDisposable
{
    private const string Batches = "/usageBatches/";

    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Proxy-Connection", "TE", "Trailer", "Content-Length",
    };

    // After five of the twenty the stamp has to wait and send again; more would be a test of its waits.
    private static readonly LineFault[] Cards =
    [
        .. Enum.GetValues<LineFault>(), LineFault.Doubled, LineFault.Repeated, LineFault.Held, .. Enumerable.Repeat(LineFault.None, 8),
    ];

    private readonly WebApplication _application;
    private readonly Uri[] _replicas;
    private readonly HttpMessageInvoker[] _lines;
    private readonly Random _random;
    private readonly ConcurrentDictionary<Task, byte> _later = new();
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private readonly ConcurrentQueue<string> _differing = new();
    private readonly Stack<LineFault> _deck = new();
    private readonly int[] _inHand;
    private TaskCompletionSource? _lost;
    private int _last;
    private int _next;

    private FaultyLine(WebApplication application, Uri[] replicas, X509Certificate2 authority, int seed)
    {
        _application = application;
        _replicas = replicas;
        _lines = [.. replicas.Select(_ => new HttpMessageInvoker(TrustedHttp.CreateHandler([authority], systemRoots: false)))];
        _inHand = new int[replicas.Length];
        _random = new Random(seed);
    }

    /// <summary>Where clients reach the Azure side.</summary>
    public Uri Url => new UriBuilder(
        Uri.UriSchemeHttps, "localhost", new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port).Uri;

    /// <summary>Whether batches meet faults.</summary>
    public bool IsFaulty { get; set; }

    /// <summary>How often each fault was met.</summary>
    public ConcurrentDictionary<LineFault, int> Met { get; } = new();

    /// <summary>Batches whose repeats were answered with other bytes; there must be none.</summary>
    public IReadOnlyCollection<string> Differing => _differing;

    /// <summary>How many batches were answered with 200, each counted once.</summary>
    public int Answered => _answers.Count;

    /// <summary>The replica that has a batch in hand now; else the one that had the last.</summary>
    public int InUse => Array.FindIndex(_inHand, count => Volatile.Read(ref count) > 0) is var busy and >= 0 ? busy : Volatile.Read(ref _last);

    /// <summary>Whether a replica has a batch in hand now.</summary>
    public bool IsBusy => _inHand.Any(count => count > 0);

    public static async Task<FaultyLine> StartAsync(IEnumerable<Uri> replicas, X509Certificate2 certificate, X509Certificate2 authority, int seed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            // One request at a time on a connection, so that cutting it cuts this request alone.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(certificate);
        }));
        var line = new FaultyLine(builder.Build(), [.. replicas], authority, seed);
        line._application.Run(line.CarryAsync);
        await line._application.StartAsync();
        return line;
    }

    /// <summary>From now on batches are lost, the next one's answer only after a replica took it.</summary>
    /// <returns>Ends when that one was taken.</returns>
    public Task LoseAcknowledgement()
    {
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lost = lost;
        return lost.Task;
    }

    /// <summary>Lets batches through again.</summary>
    public void Mend() => _lost = null;

    /// <summary>Until nothing that was held back is under way any more.</summary>
    public Task SettleAsync() => Task.WhenAll(_later.Keys);

    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource(TimeSpan.Zero))
            await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        await SettleAsync();
        foreach (var line in _lines)
            line.Dispose();
    }

    private async Task CarryAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var asked = Asked.Of(context.Request, buffer.ToArray());
        if (!asked.Path.Contains(Batches, StringComparison.OrdinalIgnoreCase))
        {
            await PassAsync(context, asked, LineFault.None);
            return;
        }

        if (_lost is { } lost)
        {
            if (!lost.Task.IsCompleted && await TryTwiceAsync(asked) is { Status: HttpStatusCode.OK })
                lost.TrySetResult();
            context.Abort();
            return;
        }

        var fault = Draw();
        Met.AddOrUpdate(fault, 1, (_, count) => count + 1);
        switch (fault)
        {
            case LineFault.CutBefore:
                context.Abort();
                break;
            case LineFault.CutWithin:
                await TryAsync(asked, whole: false);
                context.Abort();
                break;
            case LineFault.AnswerLost:
                await TryAsync(asked);
                context.Abort();
                break;
            case LineFault.Overtaken:
                context.Abort();
                Later(asked, Milliseconds(200, 4000));
                break;
            default:
                await PassAsync(context, asked, fault);
                break;
        }
    }

    private async Task PassAsync(HttpContext context, Asked asked, LineFault fault)
    {
        if (fault == LineFault.Held)
            await Task.Delay(Milliseconds(20, 400));
        var twin = fault == LineFault.Doubled ? TryAsync(asked) : null;
        var given = await TryAsync(asked);
        if (twin is not null)
            given = await twin is { Status: HttpStatusCode.OK } other ? other : given;
        if (fault == LineFault.Repeated)
            Later(asked, Milliseconds(500, 8000));
        if (given is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)given.Status;
        foreach (var (name, values) in given.Headers)
            context.Response.Headers[name] = values;
        var body = fault == LineFault.AnswerCut ? given.Body[..(given.Body.Length / 2)] : given.Body;
        try
        {
            if (given.Body.Length > 0)
            {
                context.Response.ContentLength = given.Body.Length;
                await context.Response.Body.WriteAsync(body);
            }

            if (body.Length < given.Body.Length)
            {
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        }
        catch (IOException)
        {
            // The client is gone, killed most likely.
        }
    }

    private void Later(Asked asked, TimeSpan after)
    {
        var task = SendAsync();
        _later[task] = 0;
        _ = task.ContinueWith(done => _later.TryRemove(done, out var _), TaskScheduler.Default);

        async Task SendAsync()
        {
            await Task.Delay(after);
            await TryAsync(asked);
        }
    }

    private async Task<Given?> TryTwiceAsync(Asked asked) => await TryAsync(asked) is { Status: HttpStatusCode.OK } given ? given : await TryAsync(asked);

    /// <summary>Sends a request to the next replica that takes it; null where none did, or the one that did went away.</summary>
    private async Task<Given?> TryAsync(Asked asked, bool whole = true)
    {
        var isBatch = asked.Path.Contains(Batches, StringComparison.OrdinalIgnoreCase);
        for (var tries = 0; tries < _replicas.Length; tries++)
        {
            var replica = (Interlocked.Increment(ref _next) & int.MaxValue) % _replicas.Length;
            if (isBatch)
            {
                Interlocked.Increment(ref _inHand[replica]);
                Volatile.Write(ref _last, replica);
            }

            try
            {
                using var request = asked.To(_replicas[replica], whole);
                using var answer = await _lines[replica].SendAsync(request, CancellationToken.None);
                var given = await Given.OfAsync(answer);
                if (isBatch && given.Status == HttpStatusCode.OK)
                    Compare(asked.Path, given.Body);
                return given;
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nobody listens there: the next.
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                return null;
            }
            finally
            {
                if (isBatch)
                    Interlocked.Decrement(ref _inHand[replica]);
            }
        }

        return null;
    }

    private void Compare(string path, byte[] body)
    {
        var hash = Convert.ToHexString(SHA256.HashData(body));
        if (_answers.GetOrAdd(path, hash) != hash)
            _differing.Enqueue(path);
    }

    /// <summary>The next card of a shuffled deck: by its end every fault was met, however few batches there are.</summary>
    private LineFault Draw()
    {
        if (!IsFaulty)
            return LineFault.None;
        lock (_random)
        {
            if (_deck.Count == 0)
            {
                var cards = Cards.ToArray();
                _random.Shuffle(cards);
                foreach (var card in cards)
                    _deck.Push(card);
            }

            return _deck.Pop();
        }
    }

    private TimeSpan Milliseconds(int least, int most)
    {
        lock (_random)
            return TimeSpan.FromMilliseconds(_random.Next(least, most));
    }

    /// <summary>A request as it came, to be sent any number of times.</summary>
    private sealed record Asked(string Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body, bool HasBody)
    {
        public static Asked Of(HttpRequest request, byte[] body) => new(
            request.Method, request.Path.ToUriComponent(), request.QueryString.ToUriComponent(),
            [.. request.Headers.Where(header => !OfTheConnection.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, header.Value.Select(value => value ?? "").ToArray()))],
            body, body.Length > 0 || request.ContentLength is not null);

        public HttpRequestMessage To(Uri replica, bool whole)
        {
            var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(replica, Path + Query));
            if (HasBody)
                request.Content = whole ? new ByteArrayContent(Body) : new BrokenContent(Body);
            foreach (var (name, values) in Headers)
            {
                if (!request.Headers.TryAddWithoutValidation(name, values))
                    request.Content?.Headers.TryAddWithoutValidation(name, values);
            }

            return request;
        }
    }

    private sealed record Given(HttpStatusCode Status, IReadOnlyList<KeyValuePair<string, string[]>> Headers, byte[] Body)
    {
        public static async Task<Given> OfAsync(HttpResponseMessage answer) => new(
            answer.StatusCode,
            [.. answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))],
            await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Breaks off in the middle, though it said how long it is.</summary>
    private sealed class BrokenContent(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(body.AsMemory(0, body.Length / 2));
            await stream.FlushAsync();
            throw new IOException("The line was cut.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
