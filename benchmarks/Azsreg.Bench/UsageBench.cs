using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Azsreg.Bench;

/// <summary>
/// How many usage records a second commerce takes, from HTTP to durable and rolled up: one stamp a connection, batches of 2,000 of one hour, 5 subscriptions by 10 meters.
/// The baseline puts the same records in rows of their own, in the same transactions over as many connections and with the same durability (<see cref="RawUsage"/>). Both
/// are warmed, then go by turns, so that what else the machine does falls on both.
/// </summary>
internal sealed class UsageBench : IBench
{
    // As long as the runtime compiles the loops anew, a service that has run for seconds is not measured.
    private const int Warming = 20;
    private const int Rounds = 4;

    public string Name => "usage";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = isFull ? 240 : 48;
        await foreach (var row in IngestAsync("ingest-sqlite-1", Path.Combine(folder.Path, "sqlite"), null, 1, batches, 0.40, cancellationToken))
            yield return row;
        if (BenchPostgreSql.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync($"usage: no rows on PostgreSQL: {missing}");
        }
        else
        {
            await using var server = await BenchPostgreSql.StartAsync(cancellationToken);
            await foreach (var row in IngestAsync("ingest-postgres-1", Path.Combine(folder.Path, "p1"), await server.NewDatabaseAsync("p1"), 1, batches, 0.60, cancellationToken))
                yield return row;
            await foreach (var row in IngestAsync("ingest-postgres-8", Path.Combine(folder.Path, "p8"), await server.NewDatabaseAsync("p8"), 8, batches / 5, 0.40, cancellationToken))
                yield return row;
            if (isFull)
            {
                await foreach (var row in new UsageGrowth("postgres", Path.Combine(folder.Path, "growth-p"), name => server.NewDatabaseAsync(name)!).RunAsync(cancellationToken))
                    yield return row;
            }
        }

        if (isFull)
        {
            await foreach (var row in new UsageGrowth("sqlite", Path.Combine(folder.Path, "growth-s"), _ => Task.FromResult<string?>(null)).RunAsync(cancellationToken))
                yield return row;
        }
    }

    private static async IAsyncEnumerable<BenchRow> IngestAsync(
        string name, string path, string? database, int stamps, int batchesEach, double leastRatio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var cloud = await UsageCloud.StartAsync(path, database, cancellationToken);
        var loads = new UsageLoad[stamps];
        var warming = Math.Max(3, Warming / stamps);
        for (var i = 0; i < stamps; i++)
            loads[i] = await cloud.RegisterAsync(i, warming + batchesEach, cancellationToken);
        await using var raw = database is null ? await RawUsage.OnSqliteAsync(path, cancellationToken) : await RawUsage.OnPostgreSqlAsync(database, stamps, cancellationToken);
        await raw.PutAsync(loads, 0, warming, cancellationToken);
        await UsageLoad.SendAsync(loads, 0, warming, cancellationToken);
        using var self = Process.GetCurrentProcess();
        var (ours, plain, cpu, times) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var (from, to) = (warming + (batchesEach * round / Rounds), warming + (batchesEach * (round + 1) / Rounds));
            plain += await raw.PutAsync(loads, from, to, cancellationToken);
            self.Refresh();
            var before = self.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            times.AddRange(await UsageLoad.SendAsync(loads, from, to, cancellationToken));
            ours += Stopwatch.GetElapsedTime(began);
            self.Refresh();
            cpu += self.TotalProcessorTime - before;
        }

        times.Sort();
        var records = (double)times.Count * UsageLoad.BatchSize;
        var (rate, limit) = (records / ours.TotalSeconds, records / plain.TotalSeconds);
        yield return new BenchRow(name, rate, "records/s") { Budget = 50_000, IsLeast = true, Baseline = limit };
        yield return new BenchRow(name + "-of-raw", rate / limit, "of the baseline") { Budget = leastRatio, IsLeast = true };
        yield return new BenchRow(name + "-batch-p50", times[times.Count / 2], "ms");
        yield return new BenchRow(name + "-batch-p99", times[(int)(times.Count * 0.99)], "ms");
        yield return new BenchRow(name + "-cpu", cpu.TotalMilliseconds * 1000 / records, "ms/1,000 records, sender included");
        yield return new BenchRow(name + "-memory", self.WorkingSet64 / 1048576.0, "MB, sender included");
        foreach (var load in loads)
            load.Dispose();
    }
}
