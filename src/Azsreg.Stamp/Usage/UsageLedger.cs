using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>What is known of every record's way to commerce: totals by day of use, where the bridge stands, and what was refused.</summary>
internal sealed class UsageLedger(SqlDatabase database, StampAccess access, ActivationStore activations, TimeProvider clock)
{
    public async Task<UsageBridgeStatus> StatusAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await UsageBridgeStatus.ReadAsync(connection, null, await activations.FindAsync(connection, null), clock.GetUtcNow());
    }

    /// <summary>Totals of days of use in the order of day, subscription and meter, after a key.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="firstDay">The first day, since 1970.</param>
    /// <param name="endDay">The day after the last.</param>
    /// <param name="after">The last row of the page before, or null.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<UsageTotal>> TotalsAsync(
        StampCaller caller, int firstDay, int endDay, UsageTotal? after, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<UsageTotal>(
            """
            select * from (
                select r.subscription_id as SubscriptionId, u.meter_id as MeterId, u.usage_hour / 24 as Day, count(*) as Records,
                    sum(u.quantity) as Quantity, sum(u.state < 2) as WaitingRecords, sum(iif(u.state < 2, u.quantity, 0)) as Waiting,
                    sum(u.state = 3) as RefusedRecords, sum(iif(u.state = 3, u.quantity, 0)) as Refused
                from usage_records u join usage_resources r on r.resource_no = u.resource_no
                where u.usage_hour >= @First and u.usage_hour < @End
                group by u.usage_hour / 24, r.subscription_id, u.meter_id)
            where (Day, SubscriptionId, MeterId) > (@Day, @SubscriptionId, @MeterId)
            order by Day, SubscriptionId, MeterId limit @take
            """,
            new
            {
                First = 24L * Math.Max(firstDay, after?.Day ?? firstDay),
                End = 24L * endDay,
                Day = after?.Day ?? -1,
                SubscriptionId = after?.SubscriptionId ?? "",
                MeterId = after?.MeterId ?? "",
                take,
            })];
    }

    /// <summary>Records commerce refused, in the order they were reported, after a number.</summary>
    public async Task<IReadOnlyList<RefusedUsage>> RefusedAsync(StampCaller caller, long after, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<RefusedUsage>(
            """
            select u.seq as Seq, u.record_id as RecordId, r.subscription_id as SubscriptionId, r.resource_uri as ResourceUri, u.meter_id as MeterId,
                u.usage_hour as UsageHour, u.revision as Revision, u.quantity as Quantity, f.code as Code, f.message as Message, f.refused_at as RefusedAt
            from usage_refusals f join usage_records u on u.seq = f.seq join usage_resources r on r.resource_no = u.resource_no
            where f.seq > @after order by f.seq limit @take
            """,
            new { after, take })];
    }

    /// <summary>Subscriptions of tenants, deleted ones too, by name.</summary>
    public async Task<IReadOnlyList<TenantSubscription>> SubscriptionsAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<TenantSubscription>(
            """
            select subscription_id as SubscriptionId, tenant_id as TenantId, display_name as DisplayName, is_sample as IsSample,
                created_at as CreatedAt, deleted_at as DeletedAt
            from tenant_subscriptions order by display_name, subscription_id
            """)];
    }
}
