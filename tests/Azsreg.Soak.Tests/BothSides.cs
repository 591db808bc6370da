using System.Data.Common;
using System.Globalization;
using Azsreg.Protocol;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Azsreg.Soak.Tests;

/// <summary>Counts both databases by SQL of its own: a record is known by its resource, meter, hour and revision, as people know it, and not by the id it was given.</summary>
internal sealed class BothSides(string stampDatabase, string commerceDatabase)
{
    private const string Records =
        """
        usage_records r join usage_sources s on s.stamp = r.stamp and s.source = r.source join usage_details d on d.stamp = r.stamp and d.details = r.details
        """;

    /// <summary>Fails where a record is missing, there twice or counted otherwise than it was entered.</summary>
    /// <returns>How many records there are on each side.</returns>
    public async Task<long> ShouldBeEqualAsync(UsageFeed feed)
    {
        var local = await LocalAsync();
        var commerce = await CommerceAsync();
        commerce.Count.ShouldBe(local.Count);
        foreach (var (known, kept) in local)
        {
            if (!commerce.TryGetValue(known, out var counted) || counted != kept)
                Assert.Fail($"{known}: the stamp has {kept}, commerce {counted}");
        }

        // What was entered and nothing else, whatever died after it was taken.
        var entered = local.Where(one => UsageFeed.AllSubscriptions.Contains(one.Value.Subscription)).GroupBy(one => (one.Value.Subscription, one.Key.Meter, one.Key.Hour / 24))
            .ToDictionary(group => group.Key, group => ((long)group.Count(), group.Aggregate(default(Int128), (sum, one) => sum + one.Value.Billionths)));
        entered.Count.ShouldBe(feed.Sums.Count);
        foreach (var (key, sum) in feed.Sums)
            entered[key].ShouldBe(sum, key.ToString());
        return local.Count;
    }

    /// <summary>Fails where commerce's own tables do not agree with each other.</summary>
    public async Task CommerceShouldAgreeWithItselfAsync()
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        (await NumberAsync(source, $"select count(*) from (select 1 from {Records} group by r.stamp, lower(s.resource), s.meter_key, r.hour, r.revision having count(*) > 1) as twice")).ShouldBe(0);
        (await NumberAsync(source, "select count(*) from usage_batches where answer is null")).ShouldBe(0);
        (await NumberAsync(source, "select sum((answer::json ->> 'accepted')::bigint) from usage_batches")).ShouldBe(await NumberAsync(source, "select count(*) from usage_records"));
        foreach (var (table, hours) in new[] { ("usage_hourly", 1), ("usage_daily", 24) })
        {
            var sums =
                $"""
                select r.stamp, d.subscription_key, r.received_hour / {hours} as received, r.hour / {hours} as used, s.meter_key, d.local_subscription, d.billing_model,
                  sum(r.quantity)::bigint as quantity, count(*)::bigint as records
                from {Records} group by 1, 2, 3, 4, 5, 6, 7
                """;
            var kept = $"select stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records from {table}";
            (await NumberAsync(source, $"select count(*) from (({sums}) except ({kept})) as differing")).ShouldBe(0, table);
            (await NumberAsync(source, $"select count(*) from (({kept}) except ({sums})) as differing")).ShouldBe(0, table);
        }
    }

    /// <summary>How many records of each resource group are billed to each subscription.</summary>
    public async Task<ILookup<string, (string Payer, long Records)>> PayersAsync()
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        // Grouped, not filtered: with a filter the planner, which knows nothing of new tables, goes through all records for each source.
        await using var command = source.CreateCommand($"select split_part(s.resource, '/', 5), d.subscription_key, count(*) from {Records} group by 1, 2 order by 1, 2");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync();
        var payers = new List<(string Group, string Payer, long Records)>();
        while (await reader.ReadAsync())
            payers.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        return payers.ToLookup(row => row.Group, row => (row.Payer, row.Records));
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<Dictionary<Known, Kept>> LocalAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = stampDatabase, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select r.resource_uri, u.meter_id, u.usage_hour, u.revision, r.subscription_id, u.quantity, u.state from usage_records u join usage_resources r on r.resource_no = u.resource_no";
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<Known, Kept>();
        var same = new Dictionary<string, string>();
        while (await reader.ReadAsync())
        {
            var known = Read(reader, same);
            reader.GetInt64(6).ShouldBe(2, $"{known} is not acknowledged");
            found.Add(known, new Kept(Same(same, reader.GetString(4)), reader.GetInt64(5)));
        }

        return found;
    }

    private async Task<Dictionary<Known, Kept>> CommerceAsync()
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        await using var command = source.CreateCommand($"select s.resource, s.meter_key, r.hour, r.revision, d.local_subscription, r.quantity from {Records}");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<Known, Kept>();
        var same = new Dictionary<string, string>();
        while (await reader.ReadAsync())
            found.Add(Read(reader, same), new Kept(Same(same, reader.GetString(4)), reader.GetInt64(5)));
        return found;
    }

    private static Known Read(DbDataReader reader, Dictionary<string, string> same) =>
        new(Same(same, reader.GetString(0).ToLowerInvariant()), Same(same, UsageMeters.KeyOf(reader.GetString(1))), (int)reader.GetInt64(2), (int)reader.GetInt64(3));

    // Millions of records name some dozen subscriptions and meters.
    private static string Same(Dictionary<string, string> known, string text)
    {
        if (known.TryGetValue(text, out var same))
            return same;
        known.Add(text, text);
        return text;
    }

    private readonly record struct Known(string Resource, string Meter, int Hour, int Revision);

    private readonly record struct Kept(string Subscription, long Billionths);
}
