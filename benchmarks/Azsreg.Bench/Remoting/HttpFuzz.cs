using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Fuzz;

namespace Azsreg.Bench;

/// <summary>
/// Damaged requests to a live server over TLS, each connection with a session of its own, some damaged in their HTTP head. A well-behaved client
/// invokes all the while and must notice nothing.
/// </summary>
internal sealed class HttpFuzz
{
    private const int Connections = 6;

    private readonly BenchPep _pep;
    private readonly int _seed;
    private readonly long _most;
    private readonly TimeSpan _time;
    private readonly FuzzJournal _journal;
    private readonly List<FuzzFailure> _failures;
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _next;

    private HttpFuzz(BenchPep pep, int seed, long most, TimeSpan time, FuzzJournal journal, List<FuzzFailure> failures)
    {
        _pep = pep;
        _seed = seed;
        _most = most;
        _time = time;
        _journal = journal;
        _failures = failures;
    }

    public static async IAsyncEnumerable<BenchRow> RunAsync(
        int seed, long most, TimeSpan time, FuzzJournal journal, List<FuzzFailure> failures, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var pep = await BenchPep.StartAsync(ServerFuzz.Endpoint, options => options with
        {
            MaxOperationTimeout = TimeSpan.FromMilliseconds(20),
            // What damaged requests open nobody closes: it is reaped.
            MaxIdleTimeout = TimeSpan.FromSeconds(30),
            MaxSessions = 20_000,
            // Damaged credentials are wrong ones; all come from one address, which would lock the well-behaved client out too.
            MaxFailedSignIns = int.MaxValue,
            FailedSignInDelay = TimeSpan.Zero,
        });
        var fuzz = new HttpFuzz(pep, seed, most, time, journal, failures);
        using var end = new CancellationTokenSource();
        var wellBehaved = fuzz.BehaveAsync(end.Token);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(() => fuzz.ConnectionAsync(number), cancellationToken)));
        var took = Stopwatch.GetElapsedTime(fuzz._began).TotalSeconds;
        await end.CancelAsync();
        var latencies = await wellBehaved;
        foreach (var message in pep.Broken) failures.Add(new FuzzFailure("http", seed, 0, [], message));
        var inputs = Math.Min(Interlocked.Read(ref fuzz._next), most);
        yield return new BenchRow("http-inputs", inputs, "inputs") { Budget = most < int.MaxValue ? most : null, IsLeast = true };
        yield return new BenchRow("http", inputs / took, "inputs/s");
        latencies.Sort();
        yield return new BenchRow("http-well-behaved", latencies.Count, "commands") { Budget = 1, IsLeast = true };
        if (latencies.Count > 0) yield return new BenchRow("http-well-behaved-p99", latencies[(int)(latencies.Count * 0.99)], "ms") { Budget = 1_000 };
    }

    /// <summary>One client as it should be: a session it keeps, and one it opens and closes each time.</summary>
    private async Task<List<double>> BehaveAsync(CancellationToken end)
    {
        var times = new List<double>();
        using var handler = _pep.Handler();
        await using var session = await _pep.OpenAsync(handler, CancellationToken.None);
        while (!end.IsCancellationRequested)
        {
            try
            {
                var from = Stopwatch.GetTimestamp();
                var result = await session.InvokeAsync(new RemoteCommand("New-Thing").With("A", times.Count), CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                if (result.Output is not [RemoteObject thing] || thing["A"] is not int number || number != times.Count - 1)
                    throw new InvalidOperationException("A well-behaved client got another answer.");
                await using var another = await _pep.OpenAsync(handler, CancellationToken.None);
                // Its pace: a client at work, not one more load.
                await Task.Delay(50, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                Fail(0, [], "A well-behaved client failed: " + e);
                break;
            }
        }

        return times;
    }

    private async Task ConnectionAsync(int number)
    {
        var random = new Random(_seed + number);
        RawConnection? connection = null;
        var session = Guid.Empty;
        var samples = Array.Empty<byte[]>();
        Mutator? bodies = null;
        while (Stopwatch.GetElapsedTime(_began) < _time && Interlocked.Increment(ref _next) is var index && index <= _most)
        {
            _journal.Write(number, "http", _seed, index);
            byte[] request = [];
            try
            {
                connection ??= await RawConnection.ConnectAsync(_pep);
                if (bodies is null)
                {
                    var bytes = new byte[16];
                    random.NextBytes(bytes);
                    session = new Guid(bytes);
                    samples = ServiceFuzz.Requests(session);
                    bodies = new Mutator(samples, isXml: true);
                    foreach (var sample in samples.Take(2)) await connection.PostAsync(Head(sample.Length), sample);
                }

                var body = bodies.Next(random);
                var head = Head(body.Length);
                var isHeadDamaged = random.Next(20) == 0;
                if (isHeadDamaged) head = new Mutator([head], isXml: false).Next(random);
                request = [.. head, .. body];
                var (status, answer) = await connection.PostAsync(head, body, endsThere: isHeadDamaged);
                if (Judge(status, answer, isHeadDamaged) is { } wrong) Fail(index, request, wrong);
                // The session is gone: it was closed, as it should be, by what broke the protocol.
                if (answer.Contains("InvalidSelectors", StringComparison.Ordinal) || random.Next(100) == 0) bodies = null;
                if (isHeadDamaged || !connection.IsOpen)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
            }
            catch (TimeoutException)
            {
                Fail(index, request, "No answer within 20 s.");
                connection = null;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The server hung up, as it may on a head that is none.
                if (connection is not null) await connection.DisposeAsync();
                connection = null;
            }
        }

        if (connection is not null) await connection.DisposeAsync();
    }

    private static string? Judge(int status, string answer, bool isHeadDamaged) => status switch
    {
        200 or 500 when answer.Contains("Envelope", StringComparison.Ordinal) => null,
        400 or 413 => null,
        // 0: hung up without a word.
        0 or 401 or 404 or 405 or 408 or 411 or 414 or 417 or 431 or 501 or 505 or 426 when isHeadDamaged => null,
        _ => $"HTTP {status}: {answer[..Math.Min(answer.Length, 500)]}",
    };

    private byte[] Head(int length) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"POST /wsman HTTP/1.1\r\nHost: {_pep.Url.Authority}\r\nAuthorization: {BenchPep.Authorization}\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {length}\r\n\r\n"));

    private void Fail(long index, byte[] input, string reason)
    {
        lock (_failures) _failures.Add(new FuzzFailure("http", _seed, index, input, reason));
    }

    /// <summary>A connection over TLS that says what it is told, byte by byte.</summary>
    private sealed class RawConnection(Socket socket, SslStream stream) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        private readonly byte[] _buffer = new byte[1 << 20];

        public bool IsOpen { get; private set; } = true;

        public static async Task<RawConnection> ConnectAsync(BenchPep pep)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", pep.Url.Port);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false, (_, peer, _, _) => pep.IsTrusted(peer));
            await stream.AuthenticateAsClientAsync("localhost");
            return new RawConnection(socket, stream);
        }

        /// <summary>Sends a request and reads its answer; status 0 where the server hung up.</summary>
        public async Task<(int Status, string Answer)> PostAsync(byte[] head, byte[] body, bool endsThere = false)
        {
            using var late = new CancellationTokenSource(Patience);
            try
            {
                await stream.WriteAsync(head, late.Token);
                await stream.WriteAsync(body, late.Token);
                // A head that lies about its length must not leave both sides waiting for more.
                if (endsThere)
                {
                    await stream.ShutdownAsync();
                    socket.Shutdown(SocketShutdown.Send);
                }

                var length = 0;
                while (true)
                {
                    var read = await stream.ReadAsync(_buffer.AsMemory(length), late.Token);
                    length += read;
                    IsOpen = read > 0;
                    if (read == 0 || IsWhole(_buffer.AsSpan(0, length))) break;
                }

                var text = Encoding.UTF8.GetString(_buffer, 0, length);
                if (text.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase)) IsOpen = false;
                return (length > 12 && int.TryParse(text.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0, text);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException();
            }
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return false;
            var name = answer[..head].IndexOf("Content-Length: "u8);
            return name >= 0
                && System.Buffers.Text.Utf8Parser.TryParse(answer[(name + "Content-Length: ".Length)..], out int length, out _)
                && answer.Length >= head + 4 + length;
        }
    }
}
