using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Azsreg.Bench;

/// <summary>How long a person waits: for the help, for the status, for <c>up</c>; and what <c>up</c> holds in memory.</summary>
internal sealed class StartupBench : IBench
{
    private const int Runs = 5;

    public string Name => "startup";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = isFull ? 4 * Runs : Runs;
        yield return new BenchRow("help-cold", await MedianAsync(folder, ["--help"], runs, cancellationToken), "ms") { Budget = 150 };

        await AzsregProcess.RunAsync(folder, ["quickstart", "--port-base", "0"], cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var (up, _) = await AzsregProcess.StartAsync(folder, ["up", "--port-base", "0"], cancellationToken);
        var ready = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await using (up)
        {
            yield return new BenchRow("up-ready", ready, "ms") { Budget = 3000 };
            yield return new BenchRow("status", await MedianAsync(folder, ["status"], runs, cancellationToken), "ms") { Budget = 500 };
            yield return new BenchRow("up-memory", ResidentMegabytes(up.Id), "MB") { Budget = 350 };
        }
    }

    private static async Task<double> MedianAsync(BenchFolder folder, string[] arguments, int runs, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var run = 0; run < runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await AzsregProcess.RunAsync(folder, arguments, cancellationToken);
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
