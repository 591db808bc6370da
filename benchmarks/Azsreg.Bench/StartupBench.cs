using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Azsreg.Bench;

/// <summary>How long a person waits: for the help, for the status, for <c>up</c>; and what <c>up</c> holds in memory.
/// The baseline is the start of a .NET program that does nothing.</summary>
internal sealed class StartupBench : IBench
{
    private const int Runs = 5;

    public string Name => "startup";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = isFull ? 4 * Runs : Runs;
        var runtime = await MedianAsync(() => AzsregProcess.RunNothingAsync(cancellationToken), runs);
        var help = await MedianAsync(() => AzsregProcess.RunAsync(folder, ["--help"], cancellationToken), runs);
        yield return new BenchRow("help-cold", help, "ms") { Budget = 150, Baseline = runtime };

        await AzsregProcess.RunAsync(folder, ["quickstart", "--port-base", "0"], cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var (up, _) = await AzsregProcess.StartAsync(folder, ["up", "--port-base", "0"], cancellationToken);
        var ready = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await using (up)
        {
            yield return new BenchRow("up-ready", ready, "ms") { Budget = 3000, Baseline = runtime };
            var status = await MedianAsync(() => AzsregProcess.RunAsync(folder, ["status"], cancellationToken), runs);
            yield return new BenchRow("status", status, "ms") { Budget = 500, Baseline = runtime };
            yield return new BenchRow("up-memory", ResidentMegabytes(up.Id), "MB") { Budget = 350 };
        }
    }

    private static async Task<double> MedianAsync(Func<Task> work, int runs)
    {
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await work();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }

    // The script becomes the program (exec), so that its process id is the program's.
    private static double ResidentMegabytes(int process)
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }

        using var found = Process.GetProcessById(process);
        return found.WorkingSet64 / 1048576.0;
    }
}
