using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>Sums for charts: by day of use, subscription or meter, from the daily totals, so that the cost goes with resources and days and not with records.</summary>
internal sealed class UsageSums(SqlDatabase database, StampAccess access)
{
    /// <summary>Sums of days of use in the order of key and meter.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="grouping">What the sums are by; always by meter as well, as each has its own unit.</param>
    /// <param name="firstDay">The first day of use, since 1970.</param>
    /// <param name="endDay">The day after the last.</param>
    /// <param name="after">The key and meter of the row before; null for the first page.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<UsageSum>> ListAsync(
        StampCaller caller, UsageGrouping grouping, int firstDay, int endDay, (string Key, string MeterId)? after, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        var (key, join) = grouping switch
        {
            UsageGrouping.Day => ("date(d.usage_day * 86400, 'unixepoch')", ""),
            UsageGrouping.Subscription => ("r.subscription_id", "join usage_resources r on r.resource_no = d.resource_no"),
            _ => ("''", ""),
        };
        await using var connection = await database.OpenAsync(cancellationToken);
        // Nothing is reported before it was used, so the primary key, which starts with the day of the report, bounds what is read. Whole units and
        // the rest are summed apart: neither sum leaves 64 bits.
        return [.. await connection.QueryAsync<UsageSum>(
            $"""
            select * from (
                select {key} as Key, d.meter_id as MeterId, sum(d.quantity / 1000000000) as Whole, sum(d.quantity % 1000000000) as Rest
                from usage_daily d {join}
                where d.reported_day >= @firstDay and d.usage_day >= @firstDay and d.usage_day < @endDay
                group by 1, 2)
            where (Key, MeterId) > (@Key, @MeterId) order by Key, MeterId limit @take
            """,
            new { firstDay, endDay, Key = after?.Key ?? "", MeterId = after?.MeterId ?? "", take })];
    }
}
