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

    /// <summary>Rows by resource, in the order of use, stamp, source and local subscription.</summary>
    public async Task<IReadOnlyList<UsageAggregate>> ByResourceAsync(
        string subscriptionId, UsageRange range, UsagePlace? after, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // Which units of use were reported in the range, the roll-ups know; so records need no index by reporting.
        var units = await connection.QueryAsync<(long Used, long Stamp, long Sources)>(new CommandDefinition(
            $"""
            select u.used, u.stamp, s.sources from (
              select distinct used, stamp from {Table(range)}
              where {Reported} and (used > @used or (used = @used and stamp >= @stamp))) as u
            join usage_stamps s on s.stamp = u.stamp order by u.used, u.stamp
            """,
            new { subscription = subscriptionId, from = (long)range.From, to = (long)range.To, used = (long)(after?.Used ?? int.MinValue), stamp = after?.Stamp ?? 0 },
            cancellationToken: cancellationToken));
        var all = new List<UsageAggregate>();
        foreach (var (used, stamp, sources) in units)
        {
            var place = after is not null && after.Used == used && after.Stamp == stamp ? after : null;
            await AddUnitAsync(all, connection, subscriptionId, range, (int)used, stamp, sources, place, count, cancellationToken);
            if (all.Count == count)
                break;
        }

        return all;
    }

    /// <summary>
    /// Adds the rows of one unit from a place on, by ranges of sources: the records of an hour lie in the order of their sources, so a page reads what it holds and not the whole
    /// unit. Most sources report in every hour; where few did, the ranges grow.
    /// </summary>
    private static async Task AddUnitAsync(
        List<UsageAggregate> all, DbConnection connection, string subscriptionId, UsageRange range, int used, long stamp, long sources, UsagePlace? place, int count,
        CancellationToken cancellationToken)
    {
        var hours = range.Daily ? 24 : 1;
        // Each hour by itself: a range of hours would be read whole, whatever the sources asked for.
        var units = string.Join(", ", Enumerable.Range(0, hours).Select(hour => FormattableString.Invariant($"@first + {hour}")));
        var (source, local) = (place?.Source ?? 0, place?.LocalSubscription ?? "");
        // No more sources than rows are missing: the last rows of a page, at the start of a unit, cost what they are and not a page.
        long width = count - all.Count;
        do
        {
            var until = source + width;
            var missing = count - all.Count;
            var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
                $"""
                select s.resource as Resource, s.meter_key as MeterKey, a.source as Source, d.local_subscription as LocalSubscription,
                  cast(sum(a.whole) as bigint) as Whole, cast(sum(a.rest) as bigint) as Rest,
                  max(d.location) as Location, max(d.tags) as Tags, max(d.additional_info) as AdditionalInfo
                from (
                  select source, details, sum(quantity / 1000000000) as whole, sum(quantity % 1000000000) as rest from usage_records
                  where stamp = @stamp and hour in ({units}) and source >= @source and source <= @until
                    and received_hour >= @from and received_hour < @to
                  group by source, details) as a
                join usage_details d on d.stamp = @stamp and d.details = a.details and d.subscription_key = @subscription
                join usage_sources s on s.stamp = @stamp and s.source = a.source
                where a.source > @source or d.local_subscription > @local
                group by a.source, d.local_subscription, s.resource, s.meter_key order by a.source, d.local_subscription limit @missing
                """,
                new { stamp, first = (long)used * hours, source, until, local, subscription = subscriptionId, from = (long)range.From * hours, to = (long)range.To * hours, missing },
                cancellationToken: cancellationToken))).AsList();
            all.AddRange(rows.Select(row => row.ToAggregate() with { Used = used, Stamp = stamp }));
            // Those of the next range come after it, whatever their subscription.
            (source, local, width) = (until, Last, width * 4);
        }
        while (all.Count < count && source < sources);
    }

    public const string Reported =
        """
        stamp in (select stamp from usage_accounts where subscription_key = @subscription) and subscription_key = @subscription
          and received >= @from and received < @to
        """;

    public static string Table(UsageRange range) => range.Daily ? "usage_daily" : "usage_hourly";

    // After every subscription's id.
    private const string Last = "~";

    private sealed class Row
    {
        public long Used { get; init; }
        public string MeterKey { get; init; } = "";
        public string? Resource { get; init; }
        public long Source { get; init; }
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
            Source = Source,
            LocalSubscription = LocalSubscription,
            Location = Location,
            Tags = Tags,
            AdditionalInfo = AdditionalInfo,
        };
    }
}
