using System.Globalization;
using Azsreg.Protocol;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Azsreg.Soak.Tests;

/// <summary>Counts both databases by SQL of its own, with nothing of the product's code but the reading of an id.</summary>
internal sealed class BothSides(string stampDatabase, string commerceDatabase)
{
    /// <summary>Fails where a record is missing, there twice or counted otherwise than it was entered.</summary>
    /// <returns>How many records there are on each side.</returns>
    public async Task<long> ShouldBeEqualAsync(UsageFeed feed)
    {
        var local = await LocalAsync();
        var commerce = await CommerceAsync();
        commerce.Count.ShouldBe(local.Count);
        foreach (var (id, record) in local)
        {
            commerce.TryGetValue(id, out var counted).ShouldBeTrue($"{id} is missing at commerce");
            counted.ShouldBe(record, id.ToString());
        }

        // What was entered and nothing else, whatever died after it was taken.
        var entered = local.Values.Where(record => UsageFeed.AllSubscriptions.Contains(record.Subscription)).GroupBy(record => (record.Subscription, record.Meter, record.Hour / 24))
            .ToDictionary(group => group.Key, group => ((long)group.Count(), group.Aggregate(default(Int128), (sum, record) => sum + record.Billionths)));
        entered.Count.ShouldBe(feed.Sums.Count);
        foreach (var (key, sum) in feed.Sums)
            entered[key].ShouldBe(sum, key.ToString());
        return local.Count;
    }

    /// <summary>Fails where commerce's own tables do not agree with each other.</summary>
    public async Task CommerceShouldAgreeWithItselfAsync()
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        (await NumberAsync(source, "select count(*) from (select 1 from usage_records group by stamp, lower(resource), meter_key, hour, revision having count(*) > 1) as twice")).ShouldBe(0);
        (await NumberAsync(source, "select count(*) from usage_batches where answer is null")).ShouldBe(0);
        (await NumberAsync(source, "select sum((answer::json ->> 'accepted')::bigint) from usage_batches")).ShouldBe(await NumberAsync(source, "select count(*) from usage_records"));
        foreach (var (table, hours) in new[] { ("usage_hourly", 1), ("usage_daily", 24) })
        {
            var sums =
                $"""
                select stamp, subscription_key, received_hour / {hours} as received, hour / {hours} as used, meter_key, local_subscription, billing_model,
                  sum(quantity)::bigint as quantity, count(*)::bigint as records
                from usage_records group by 1, 2, 3, 4, 5, 6, 7
                """;
            var kept = $"select stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records from {table}";
            (await NumberAsync(source, $"select count(*) from (({sums}) except ({kept})) as differing")).ShouldBe(0, table);
            (await NumberAsync(source, $"select count(*) from (({kept}) except ({sums})) as differing")).ShouldBe(0, table);
        }
    }

    /// <summary>How many records of a resource group are billed to each subscription.</summary>
    public async Task<IReadOnlyDictionary<string, long>> PayersAsync(string group)
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        await using var command = source.CreateCommand("select subscription_key, count(*) from usage_records where resource like $1 group by 1");
        command.Parameters.Add(new() { Value = $"%/resourceGroups/{group}/%" });
        await using var reader = await command.ExecuteReaderAsync();
        var payers = new Dictionary<string, long>();
        while (await reader.ReadAsync())
            payers[reader.GetString(0)] = reader.GetInt64(1);
        return payers;
    }

    private static async Task<long> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<Dictionary<UsageRecordId, Kept>> LocalAsync()
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = stampDatabase, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "select u.record_id, r.subscription_id, u.meter_id, u.usage_hour, u.quantity, u.state from usage_records u join usage_resources r on r.resource_no = u.resource_no";
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<UsageRecordId, Kept>();
        var known = new Dictionary<string, string>();
        while (await reader.ReadAsync())
        {
            UsageRecordId.TryParse(reader.GetString(0), out var id).ShouldBeTrue();
            reader.GetInt64(5).ShouldBe(2, $"{id} is not acknowledged");
            found.Add(id, new Kept(Same(known, reader.GetString(1)), Same(known, UsageMeters.KeyOf(reader.GetString(2))), (int)reader.GetInt64(3), reader.GetInt64(4)));
        }

        return found;
    }

    private async Task<Dictionary<UsageRecordId, Kept>> CommerceAsync()
    {
        await using var source = NpgsqlDataSource.Create(commerceDatabase);
        await using var command = source.CreateCommand("select hour, id_high, id_low, local_subscription, meter_key, quantity from usage_records");
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<UsageRecordId, Kept>();
        var known = new Dictionary<string, string>();
        while (await reader.ReadAsync())
        {
            var hour = (int)reader.GetInt64(0);
            found.Add(
                new UsageRecordId(hour, new UInt128((ulong)reader.GetInt64(1), (ulong)reader.GetInt64(2))),
                new Kept(Same(known, reader.GetString(3)), Same(known, reader.GetString(4)), hour, reader.GetInt64(5)));
        }

        return found;
    }

    // Millions of records name some dozen subscriptions and meters.
    private static string Same(Dictionary<string, string> known, string text)
    {
        if (known.TryGetValue(text, out var same))
            return same;
        known.Add(text, text);
        return text;
    }

    private readonly record struct Kept(string Subscription, string Meter, int Hour, long Billionths);
}
