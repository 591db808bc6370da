using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>Reads usage back, in pages by key.</summary>
internal sealed class UsageReader(SqlDatabase database)
{
    // Whole units and the rest are summed apart: neither sum can leave 64 bits, however many rows there are.
    public const string Sums = "cast(sum(quantity / 1000000000) as bigint) as Whole, cast(sum(quantity % 1000000000) as bigint) as Rest";

    /// <summary>Rows by meter, in the order of use and meter.</summary>
    public async Task<IReadOnlyList<UsageAggregate>> ByMeterAsync(
        string subscriptionId, UsageRange range, UsagePlace? after, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select used as Used, meter_key as MeterKey, {Sums} from {Table(range)}
            where {Reported} and (used > @used or (used = @used and meter_key > @meter))
            group by used, meter_key order by used, meter_key limit @count
            """,
            new { subscription = subscriptionId, from = (long)range.From, to = (long)range.To, used = (long)(after?.Used ?? int.MinValue), meter = after?.MeterKey ?? "", count },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToAggregate())];
    }

    /// <summary>Rows by resource, in the order of use, stamp, resource, meter and local subscription.</summary>
    public async Task<IReadOnlyList<UsageAggregate>> ByResourceAsync(
        string subscriptionId, UsageRange range, UsagePlace? after, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // Which units of use were reported in the range, the roll-ups know; so records need no index by reporting.
        var units = await connection.QueryAsync<(long Used, long Stamp)>(new CommandDefinition(
            $"""
            select distinct used, stamp from {Table(range)}
            where {Reported} and (used > @used or (used = @used and stamp >= @stamp)) order by used, stamp
            """,
            new { subscription = subscriptionId, from = (long)range.From, to = (long)range.To, used = (long)(after?.Used ?? int.MinValue), stamp = after?.Stamp ?? 0 },
            cancellationToken: cancellationToken));
        var all = new List<UsageAggregate>();
        foreach (var (used, stamp) in units)
        {
            var place = after is not null && after.Used == used && after.Stamp == stamp ? after : null;
            all.AddRange(await UnitAsync(connection, subscriptionId, range, used, stamp, place, count - all.Count, cancellationToken));
            if (all.Count == count)
                break;
        }

        return all;
    }

    private static async Task<IEnumerable<UsageAggregate>> UnitAsync(
        DbConnection connection, string subscriptionId, UsageRange range, long used, long stamp, UsagePlace? after, int count, CancellationToken cancellationToken)
    {
        var hours = range.Daily ? 24 : 1;
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select max(resource) as Resource, lower(resource) as ResourceKey, meter_key as MeterKey, local_subscription as LocalSubscription, {Sums},
              max(location) as Location, max(tags) as Tags, max(additional_info) as AdditionalInfo
            from usage_records
            where stamp = @stamp and hour >= @first and hour < @last and subscription_key = @subscription and received_hour >= @from and received_hour < @to
              and (@resource is null or lower(resource) > @resource or (lower(resource) = @resource
                and (meter_key > @meter or (meter_key = @meter and local_subscription > @local))))
            group by lower(resource), meter_key, local_subscription
            order by lower(resource), meter_key, local_subscription limit @count
            """,
            new
            {
                stamp, first = used * hours, last = (used + 1) * hours, subscription = subscriptionId, from = (long)range.From * hours, to = (long)range.To * hours,
                resource = after?.Resource, meter = after?.MeterKey, local = after?.LocalSubscription, count,
            },
            cancellationToken: cancellationToken));
        return rows.Select(row => row.ToAggregate() with { Used = (int)used, Stamp = stamp });
    }

    public const string Reported =
        """
        stamp in (select stamp from usage_accounts where subscription_key = @subscription) and subscription_key = @subscription
          and received >= @from and received < @to
        """;

    public static string Table(UsageRange range) => range.Daily ? "usage_daily" : "usage_hourly";

    private sealed class Row
    {
        public long Used { get; init; }
        public string MeterKey { get; init; } = "";
        public string? Resource { get; init; }
        public string? ResourceKey { get; init; }
        public string? LocalSubscription { get; init; }
        public string? Location { get; init; }
        public string? Tags { get; init; }
        public string? AdditionalInfo { get; init; }
        public long Whole { get; init; }
        public long Rest { get; init; }

        public UsageAggregate ToAggregate() => new()
        {
            Used = (int)Used,
            MeterKey = MeterKey,
            Quantity = Whole + (Rest / 1_000_000_000m),
            Resource = Resource,
            ResourceKey = ResourceKey,
            LocalSubscription = LocalSubscription,
            Location = Location,
            Tags = Tags,
            AdditionalInfo = AdditionalInfo,
        };
    }
}
