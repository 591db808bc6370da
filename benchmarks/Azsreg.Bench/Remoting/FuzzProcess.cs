using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Azsreg.Remoting.Tests.Fuzz;

namespace Azsreg.Bench;

/// <summary>The process that feeds the parsers and writes its rows, one JSON object a line.</summary>
internal static class FuzzProcess
{
    public const string Argument = "--fuzz";

    private const long FullInputs = 5_000_000;
    private const int FullHttpInputs = 100_000;
    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan ShortHttpTime = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(bool isFull)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("AZSREG_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 20240229;
        var recordings = Path.Combine(Path.GetDirectoryName(BenchFolder.Script)!, "tests", "Azsreg.Remoting.Tests", "TestData", "recordings");
        var targets = FuzzTargets.All(FuzzCorpus.Load(recordings));
        if (Environment.GetEnvironmentVariable("AZSREG_FUZZ_REPLAY") is { } replay) return Replay(targets, replay);
        using var journal = new FuzzJournal();

        // Everything once before memory is looked at for the first time.
        foreach (var target in targets) new FuzzRun(target, seed + 1).Run(long.MaxValue, TimeSpan.FromSeconds(isFull ? 2 : 0.3), 1);
        var before = Memory();
        var began = Stopwatch.GetTimestamp();
        var runs = new List<FuzzRun>();
        var shares = targets.Sum(target => target.Share);
        foreach (var target in targets)
        {
            var from = Stopwatch.GetTimestamp();
            var run = new FuzzRun(target, seed) { Began = (worker, index) => journal.Write(worker, target.Name, seed, index) };
            if (isFull) run.Run((FullInputs * target.Share / shares) + 1, TimeSpan.FromHours(1), Environment.ProcessorCount);
            else run.Run(long.MaxValue, ShortTime * target.Share / shares, Environment.ProcessorCount);
            runs.Add(run);
            Tell(new BenchRow(target.Name, run.Inputs / Stopwatch.GetElapsedTime(from).TotalSeconds, "inputs/s"));
        }

        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var after = Memory();
        var inputs = runs.Sum(run => run.Inputs);
        Tell(new BenchRow("inputs", inputs, "inputs") { Budget = isFull ? FullInputs : null, IsLeast = true });
        Tell(new BenchRow("inputs-per-second", inputs / took, "inputs/s") { Budget = 10_000, IsLeast = true });
        Tell(new BenchRow("refused", 100.0 * runs.Sum(run => run.Refused) / inputs, "%"));
        Tell(new BenchRow("slowest-input", runs.Max(run => run.Slowest.TotalMilliseconds), "ms") { Budget = 10_000 });
        Tell(new BenchRow("most-allocated-by-one", runs.Max(run => run.MostAllocated) / 1048576.0, "MB"));
        Tell(new BenchRow("heap-growth", after.Live - before.Live, "MB") { Budget = 8 });
        Tell(new BenchRow("working-set", after.WorkingSet, "MB") { Budget = before.WorkingSet + 64, Baseline = before.WorkingSet });
        List<FuzzFailure> failures = [.. runs.SelectMany(run => run.Failures)];

        await foreach (var row in HttpFuzz.RunAsync(
            seed, isFull ? FullHttpInputs : int.MaxValue, isFull ? TimeSpan.FromMinutes(20) : ShortHttpTime, journal, failures)) Tell(row);
        foreach (var failure in failures) Keep(failure);
        Tell(new BenchRow("failures", failures.Count, "inputs") { Budget = 0 });
        return 0;
    }

    private static int Replay(IReadOnlyList<FuzzTarget> targets, string replay)
    {
        var parts = replay.Split(':');
        var target = targets.Single(candidate => candidate.Name == parts[0]);
        var failure = new FuzzRun(target, int.Parse(parts[1], CultureInfo.InvariantCulture)).Feed(long.Parse(parts[2], CultureInfo.InvariantCulture));
        if (failure is not null) Keep(failure);
        Tell(new BenchRow("failures", failure is null ? 0 : 1, "inputs") { Budget = 0 });
        return 0;
    }

    private static void Keep(FuzzFailure failure)
    {
        Directory.CreateDirectory(FuzzJournal.Folder);
        var file = Path.Combine(FuzzJournal.Folder, $"{failure.Target}-{failure.Seed}-{failure.Index}");
        File.WriteAllBytes(file + ".bin", failure.Input);
        File.WriteAllText(file + ".txt", failure.Reason);
        Console.Error.WriteLine(failure);
    }

    private static (double Live, double WorkingSet) Memory()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return (GC.GetTotalMemory(forceFullCollection: false) / 1048576.0, Environment.WorkingSet / 1048576.0);
    }

    private static void Tell(BenchRow row) => Console.WriteLine(JsonSerializer.Serialize(row));
}
