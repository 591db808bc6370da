using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Bench;

/// <summary>
/// A session of PowerShell remoting over HTTPS: how long opening one takes and a command in it, and what two hundred at once do to the server.
/// The baseline is as many plain posts over TLS to the same server: three for a command (Command, Receive, Signal), two for opening, on a
/// connection of its own.
/// </summary>
internal sealed class RemotingBench : IBench
{
    private const int Sessions = 200;

    public string Name => "remoting";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var pep = await BenchPep.StartAsync(TestCommands.Endpoint, options => options);
        var command = new RemoteCommand("New-Thing").With("A", 42).With("B", "text").With("Force", true);
        var runs = isFull ? 2_000 : 400;

        using (var handler = pep.Handler())
        {
            await using var session = await pep.OpenAsync(handler, cancellationToken);
            using var http = new HttpMessageInvoker(handler, disposeHandler: false);
            await MedianAsync(() => InvokeAsync(session, command, cancellationToken), runs);
            await MedianAsync(() => PlainAsync(http, pep, 3, cancellationToken), runs);
            var plain = await MedianAsync(() => PlainAsync(http, pep, 3, cancellationToken), runs);
            var invoke = await MedianAsync(() => InvokeAsync(session, command, cancellationToken), runs);
            yield return new BenchRow("invoke", invoke, "ms") { Budget = 5, Baseline = plain };
        }

        var opens = runs / 10;
        var connect = await MedianAsync(() => ConnectAsync(pep, cancellationToken), opens);
        var open = await MedianAsync(() => OpenAsync(pep, cancellationToken), opens);
        yield return new BenchRow("open", open, "ms") { Budget = 50, Baseline = connect };

        await foreach (var row in ManyAsync(pep, command, TimeSpan.FromSeconds(isFull ? 120 : 16), cancellationToken)) yield return row;
    }

    private static async IAsyncEnumerable<BenchRow> ManyAsync(
        BenchPep pep, RemoteCommand command, TimeSpan time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var handler = pep.Handler();
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => pep.OpenAsync(handler, cancellationToken)));
        var errors = 0;
        var invocations = 0L;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var loops = sessions.Select(session => Task.Run(
            async () =>
            {
                while (Stopwatch.GetElapsedTime(began) < time && !end.IsCancellationRequested)
                {
                    var result = await session.InvokeAsync(command, cancellationToken);
                    if (result.HadTerminatingError || result.Output.Count != 1) Interlocked.Increment(ref errors);
                    Interlocked.Increment(ref invocations);
                }
            },
            cancellationToken)).ToList();

        // The first third of the time that is measured fills pools, caches and the heap; from then on nothing may grow.
        await Task.Delay(time / 3, cancellationToken);
        var before = Memory();
        var half = Interlocked.Read(ref invocations);
        var since = Stopwatch.GetTimestamp();
        foreach (var loop in loops)
        {
            try
            {
                await loop;
            }
            catch (Azsreg.Remoting.RemotingException)
            {
                Interlocked.Increment(ref errors);
            }
        }

        var perSecond = (Interlocked.Read(ref invocations) - half) / Stopwatch.GetElapsedTime(since).TotalSeconds;
        var after = Memory();
        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));
        yield return new BenchRow("sessions-200", perSecond, "commands/s");
        yield return new BenchRow("sessions-200-errors", errors + pep.Broken.Count, "errors") { Budget = 0 };
        yield return new BenchRow("sessions-200-heap-growth", after.Live - before.Live, "MB") { Budget = 8 };
        yield return new BenchRow("sessions-200-memory", after.WorkingSet, "MB") { Budget = before.WorkingSet + 32, Baseline = before.WorkingSet };
        yield return new BenchRow("sessions-200-left", pep.Server.SessionCount, "sessions") { Budget = 0 };
    }

    private static (double Live, double WorkingSet) Memory()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (GC.GetTotalMemory(forceFullCollection: false) / 1048576.0, Environment.WorkingSet / 1048576.0);
    }

    private static async Task InvokeAsync(RemoteSession session, RemoteCommand command, CancellationToken cancellationToken)
    {
        var result = await session.InvokeAsync(command, cancellationToken);
        if (result.HadTerminatingError) throw new InvalidOperationException(result.Errors[0].Message);
    }

    private static async Task OpenAsync(BenchPep pep, CancellationToken cancellationToken)
    {
        using var handler = pep.Handler();
        await using var session = await pep.OpenAsync(handler, cancellationToken);
    }

    private static async Task ConnectAsync(BenchPep pep, CancellationToken cancellationToken)
    {
        using var handler = pep.Handler();
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        // With the one that closes it.
        await PlainAsync(http, pep, 3, cancellationToken);
    }

    private static async Task PlainAsync(HttpMessageInvoker http, BenchPep pep, int times, CancellationToken cancellationToken)
    {
        for (var time = 0; time < times; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(pep.Url, "/plain"));
            request.Content = new StringContent(Body, Encoding.UTF8, "application/soap+xml");
            using var response = await http.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
        }
    }

    private static readonly string Body = new('x', 2_000);

    private static async Task<double> MedianAsync(Func<Task> work, int runs)
    {
        var times = new List<double>(runs);
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
