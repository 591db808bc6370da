using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// Answers by reported time. Hours are summed when asked for, in the order of their index, so that a page costs what it holds; days are kept
/// summed, as a day has up to 24 times as many records.
/// </summary>
internal sealed class UsageAggregates(SqlDatabase database, StampAccess access) : IDisposable
{
    public const int PageSize = 1000;

    private const int MostQuestionsAtOnce = 4;

    private const string Hours =
        """
        select reported_hour as Reported, resource_no as ResourceNo, meter_id as MeterId, usage_hour as Used, sum(quantity) as Quantity
        from usage_records
        where reported_hour >= @First and reported_hour < @End
            and (reported_hour, resource_no, meter_id, usage_hour) > (@Reported, @ResourceNo, @MeterId, @Used) {0}
        group by reported_hour, resource_no, meter_id, usage_hour
        order by reported_hour, resource_no, meter_id, usage_hour
        limit @Take
        """;

    private const string Days =
        """
        select reported_day as Reported, resource_no as ResourceNo, meter_id as MeterId, usage_day as Used, quantity as Quantity
        from usage_daily
        where reported_day >= @First and reported_day < @End
            and (reported_day, resource_no, meter_id, usage_day) > (@Reported, @ResourceNo, @MeterId, @Used) {0}
        order by reported_day, resource_no, meter_id, usage_day
        limit @Take
        """;

    private const string OfSubscription = "and resource_no in (select resource_no from usage_resources where subscription_id = @SubscriptionId)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _places = new(MostQuestionsAtOnce, MostQuestionsAtOnce);

    /// <summary>Up to <see cref="PageSize"/> + 1 rows after a key; the one too many tells that more follows.</summary>
    /// <exception cref="Protocol.ArmException">503 <c>ServiceUnavailable</c>: too much is asked at once.</exception>
    public async Task<IReadOnlyList<UsageRow>> ListAsync(StampCaller caller, string action, UsageQuestion question, UsageRowKey after, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, action, cancellationToken: cancellationToken);
        if (!await _places.WaitAsync(Patience, cancellationToken))
            throw UsageErrors.ServiceUnavailable();
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var inner = string.Format(null, question.IsDaily ? Days : Hours, question.SubscriptionId is null ? "" : OfSubscription);
            var rows = await connection.QueryAsync<UsageRow>(
                $"""
                select a.*, r.subscription_id as SubscriptionId, r.resource_uri as ResourceUri, r.location as Location, r.tags as Tags,
                    r.additional_info as AdditionalInfo
                from ({inner}) a join usage_resources r on r.resource_no = a.ResourceNo
                order by a.Reported, a.ResourceNo, a.MeterId, a.Used
                """,
                new
                {
                    First = question.IsDaily ? question.FirstHour / 24 : question.FirstHour,
                    End = question.IsDaily ? question.EndHour / 24 : question.EndHour,
                    after.Reported,
                    after.ResourceNo,
                    after.MeterId,
                    after.Used,
                    SubscriptionId = question.SubscriptionId?.ToString(),
                    Take = PageSize + 1,
                });
            return [.. rows];
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Whether a subscription is, or was, a tenant's on this stamp.</summary>
    public async Task<bool> IsTenantSubscriptionAsync(Guid subscriptionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from tenant_subscriptions where subscription_id = @Id", new { Id = subscriptionId.ToString() }) > 0;
    }

    public void Dispose() => _places.Dispose();
}
