using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Azsreg.Bench;

/// <summary>
/// Two Azure sides on one kind of store, one that grows to ten and then to twenty million records and one that stays at one million: how fast usage is read at ten, and how
/// fast batches are taken at twenty, by turns with the small one. Growing copies one hour that was taken by HTTP to the hours before it, with its roll-ups, in the store.
/// </summary>
/// <param name="engine">Its name in the rows.</param>
/// <param name="path">A folder that is made.</param>
/// <param name="newDatabase">Makes a database of a name; null for a file in the folder.</param>
internal sealed class UsageGrowth(string engine, string path, Func<string, Task<string?>> newDatabase)
{
    private const long Million = 1_000_000;
    private const int Stamps = 4;
    private const int Warming = 4;
    private const int Rounds = 4;
    private const int RoundBatches = 6;
    private const int Reads = 300;
    private const double MostMilliseconds = 100;

    public async IAsyncEnumerable<BenchRow> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var small = await UsageCloud.StartAsync(Path.Combine(path, "small"), await newDatabase("growth_small"), cancellationToken);
        await using var large = await UsageCloud.StartAsync(Path.Combine(path, "large"), await newDatabase("growth_large"), cancellationToken);
        var (few, many) = (await RegisterAsync(small, cancellationToken), await RegisterAsync(large, cancellationToken));
        await GrowAsync(small, 0, Million, cancellationToken);
        await GrowAsync(large, 0, 10 * Million, cancellationToken);
        await foreach (var row in ReadAsync(large, cancellationToken))
            yield return row;

        await GrowAsync(large, 10 * Million, 20 * Million, cancellationToken);
        await SendAsync(few, 1, Warming, cancellationToken);
        await SendAsync(many, 1, Warming, cancellationToken);
        var (atSmall, atLarge) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            var from = Warming + (round * RoundBatches);
            atSmall += await SendAsync(few, from, from + RoundBatches, cancellationToken);
            atLarge += await SendAsync(many, from, from + RoundBatches, cancellationToken);
        }

        await RequireCountedAsync(large, (20 * Million) + (Stamps * (Warming + (Rounds * RoundBatches)) * UsageLoad.BatchSize), cancellationToken);
        const double records = (double)Stamps * Rounds * RoundBatches * UsageLoad.BatchSize;
        var (rate, baseline) = (records / atLarge.TotalSeconds, records / atSmall.TotalSeconds);
        yield return new BenchRow("growth-" + engine, rate, "records/s at 20 million") { IsLeast = true, Baseline = baseline };
        yield return new BenchRow($"growth-{engine}-of-1M", rate / baseline, "of the rate at 1 million") { IsLeast = true, Budget = 0.8 };
        foreach (var load in few.Concat(many))
            load.Dispose();
    }

    private static async Task<UsageLoad[]> RegisterAsync(UsageCloud cloud, CancellationToken cancellationToken)
    {
        var loads = new UsageLoad[Stamps];
        for (var i = 0; i < Stamps; i++)
        {
            loads[i] = await cloud.RegisterAsync(i, Warming + (Rounds * RoundBatches), cancellationToken);
            await loads[i].SendAsync(0, cancellationToken);
        }

        return loads;
    }

    /// <summary>One connection after the other, a batch of each stamp by turns.</summary>
    private static async Task<TimeSpan> SendAsync(UsageLoad[] loads, int from, int to, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = from; i < to; i++)
        {
            foreach (var load in loads)
                await load.SendAsync(i, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private async IAsyncEnumerable<BenchRow> ReadAsync(UsageCloud cloud, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tomorrow = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(1);
        var list = FormattableString.Invariant(
            $"subscriptions/{UsageCloud.Subscription}/providers/Microsoft.Commerce/UsageAggregates?api-version=2015-06-01-preview&reportedStartTime={tomorrow.AddDays(-365):yyyy-MM-dd}T00:00:00Z&reportedEndTime={tomorrow:yyyy-MM-dd}T00:00:00Z&aggregationGranularity=Daily&showDetails=");
        yield return new BenchRow($"aggregate-10M-{engine}", await SlowestAsync(cloud, list + "false", cancellationToken), "ms, p99 of a subscription's days and meters") { Budget = MostMilliseconds };
        yield return new BenchRow($"aggregate-10M-{engine}-page", await SlowestAsync(cloud, list + "true", cancellationToken), "ms, p99 of a page of 1,000 by resource") { Budget = MostMilliseconds };
    }

    /// <summary>The slowest of a hundred, over pages that follow each other and begin anew after the last.</summary>
    private static async Task<double> SlowestAsync(UsageCloud cloud, string list, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var next = list;
        for (var i = -20; i < Reads; i++)
        {
            var began = Stopwatch.GetTimestamp();
            var page = await cloud.ReadAsync(next, cancellationToken);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (page.GetProperty("value").GetArrayLength() == 0)
                throw new InvalidOperationException("There is no usage.");
            next = page.TryGetProperty("nextLink", out var link) ? link.GetString()! : list;
        }

        times.Sort();
        return times[(int)(Reads * 0.99)];
    }

    /// <summary>Copies the oldest hour that was taken to those before it, so that there are as many records more as from one number to the other.</summary>
    private static async Task GrowAsync(UsageCloud cloud, long from, long to, CancellationToken cancellationToken)
    {
        const long anHour = Stamps * UsageLoad.BatchSize;
        await using var connection = Connection(cloud);
        await connection.OpenAsync(cancellationToken);
        // A quarter of a million rows a transaction: the log stays small.
        const long step = 125;
        for (var stamp = 1L; stamp <= Stamps; stamp++)
        {
            var hour = await connection.ExecuteScalarAsync<long>("select max(used) from usage_hourly where stamp = @stamp", new { stamp });
            for (var first = (from / anHour) + 1; first <= to / anHour; first += step)
            {
                var last = Math.Min(first + step - 1, to / anHour);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await connection.ExecuteAsync(
                    """
                    with recursive ago(n) as (select @last union all select n - 1 from ago where n > @first)
                    insert into usage_records (stamp, hour, source, revision, details, received_hour, hash_high, hash_low, quantity, reported_at)
                    select stamp, @hour - ago.n, source, revision, details, @hour - ago.n + 1, hash_high, hash_low, quantity, reported_at
                    from ago cross join (select * from usage_records where stamp = @stamp and hour = @hour) as taken order by ago.n desc, source;

                    with recursive ago(n) as (select @last union all select n - 1 from ago where n > @first)
                    insert into usage_hourly (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records)
                    select stamp, subscription_key, @hour - ago.n + 1, @hour - ago.n, meter_key, local_subscription, billing_model, quantity, records
                    from ago cross join (select * from usage_hourly where stamp = @stamp and used = @hour) as taken;

                    insert into usage_daily (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records)
                    select stamp, subscription_key, received / 24, used / 24, meter_key, local_subscription, billing_model, cast(sum(quantity) as bigint), cast(sum(records) as bigint)
                    from usage_hourly where stamp = @stamp and used >= @hour - @last and used <= @hour - @first
                    group by stamp, subscription_key, received / 24, used / 24, meter_key, local_subscription, billing_model
                    on conflict (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
                    do update set quantity = usage_daily.quantity + excluded.quantity, records = usage_daily.records + excluded.records
                    """,
                    new { stamp, hour, first, last },
                    transaction,
                    commandTimeout: 0);
                await transaction.CommitAsync(cancellationToken);
            }
        }

        // What a server does in quiet hours must not fall into what is measured.
        foreach (var quiet in cloud.Database is null ? ["pragma wal_checkpoint(truncate)"] : new[] { "vacuum analyze", "checkpoint" })
            await connection.ExecuteAsync(quiet, commandTimeout: 0, commandType: CommandType.Text);
    }

    private static async Task RequireCountedAsync(UsageCloud cloud, long records, CancellationToken cancellationToken)
    {
        await using var connection = Connection(cloud);
        await connection.OpenAsync(cancellationToken);
        var counted = await connection.QuerySingleAsync<(long Records, long Hours, long Days)>(
            """
            select (select count(*) from usage_records), (select cast(sum(records) as bigint) from usage_hourly), (select cast(sum(records) as bigint) from usage_daily)
            """,
            commandTimeout: 0);
        if (counted != (records, records, records))
            throw new InvalidOperationException($"{records} records were to be there; counted are {counted}.");
    }

    private static DbConnection Connection(UsageCloud cloud) => cloud.Database is { } database
        ? new NpgsqlConnection(database)
        : new SqliteConnection($"Data Source={Path.Combine(cloud.Path, "cloud", "cloud.db")}");
}
