using System.Data.Common;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>Which subscription each tenant of a stamp was mapped to, over time.</summary>
internal sealed class CustomerPeriods
{
    private readonly Dictionary<(string ResourceKey, string TenantId), List<Row>> _rows = [];

    private CustomerPeriods(IEnumerable<Row> rows)
    {
        foreach (var row in rows)
        {
            if (!_rows.TryGetValue((row.ResourceKey, row.TenantId), out var known))
                _rows.Add((row.ResourceKey, row.TenantId), known = []);
            known.Add(row);
        }
    }

    /// <summary>All of the registrations a stamp ever had.</summary>
    public static async Task<CustomerPeriods> ListAsync(DbConnection connection, DbTransaction transaction, string cloudKey) => new(await connection.QueryAsync<Row>(
        """
        select resource_key as ResourceKey, tenant_id as TenantId, from_at as FromAt, to_at as ToAt, subscription_id as SubscriptionId
        from registration_customer_periods where resource_key in (select resource_key from registration_periods where cloud_key = @cloudKey)
        order by from_at
        """,
        new { cloudKey },
        transaction));

    /// <summary>The subscription a tenant was mapped to when an hour began; null where it was mapped to none.</summary>
    /// <param name="resourceKey">The registration of that hour, its id in lower case.</param>
    /// <param name="tenantId">The tenant; null where it is not known.</param>
    /// <param name="hour">The hour's start.</param>
    public string? Find(string resourceKey, string? tenantId, DateTimeOffset hour)
    {
        if (tenantId is null || !_rows.TryGetValue((resourceKey, tenantId), out var rows))
            return null;
        var at = hour.ToUnixTimeMilliseconds();
        return rows.FindLast(row => row.FromAt <= at && (row.ToAt is not { } end || at < end))?.SubscriptionId;
    }

    /// <summary>Starts a period where the tenant is not mapped so already; whatever else tenant or subscription were mapped to ends.</summary>
    public static Task OpenAsync(DbConnection connection, DbTransaction transaction, string resourceKey, string tenantId, string subscriptionId, DateTimeOffset now) =>
        connection.ExecuteAsync(
            """
            update registration_customer_periods set to_at = @at
            where resource_key = @resourceKey and to_at is null and (tenant_id = @tenantId or subscription_id = @subscriptionId)
              and not (tenant_id = @tenantId and subscription_id = @subscriptionId);
            insert into registration_customer_periods (resource_key, tenant_id, from_at, to_at, subscription_id)
            select @resourceKey, @tenantId, @at, null, @subscriptionId where not exists (
              select 1 from registration_customer_periods where resource_key = @resourceKey and tenant_id = @tenantId and to_at is null)
            on conflict (resource_key, tenant_id, from_at) do update set to_at = null, subscription_id = excluded.subscription_id;
            """,
            new { resourceKey, tenantId, subscriptionId, at = now.ToUnixTimeMilliseconds() },
            transaction);

    /// <summary>Ends the periods that last.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction the mapping itself is removed in.</param>
    /// <param name="resourceKey">The registration.</param>
    /// <param name="subscriptionId">Of one subscription; null for all.</param>
    /// <param name="now">Commerce's clock.</param>
    public static Task CloseAsync(DbConnection connection, DbTransaction transaction, string resourceKey, string? subscriptionId, DateTimeOffset now) =>
        connection.ExecuteAsync(
            $"""
            update registration_customer_periods set to_at = @at
            where resource_key = @resourceKey and to_at is null {(subscriptionId is null ? "" : "and subscription_id = @subscriptionId")}
            """,
            new { resourceKey, subscriptionId, at = now.ToUnixTimeMilliseconds() },
            transaction);

    private sealed class Row
    {
        public required string ResourceKey { get; init; }
        public required string TenantId { get; init; }
        public required long FromAt { get; init; }
        public long? ToAt { get; init; }
        public required string SubscriptionId { get; init; }
    }
}
