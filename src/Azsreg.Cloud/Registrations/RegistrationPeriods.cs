using System.Data.Common;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>What a stamp was registered as, over time.</summary>
internal static class RegistrationPeriods
{
    /// <summary>Starts a period where the registration differs from the one that lasts; part of the transaction that changes it.</summary>
    public static async Task OpenAsync(DbConnection connection, DbTransaction transaction, RegistrationRecord record, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var same = await connection.ExecuteScalarAsync<long>(
            """
            select count(*) from registration_periods
            where cloud_key = @cloud and to_at is null and resource_key = @resource and billing_model = @model
            """,
            new { cloud = record.CloudKey, resource = record.ResourceKey, model = record.BillingModel },
            transaction);
        if (same > 0)
            return;
        await CloseAsync(connection, transaction, record, now);
        await connection.ExecuteAsync(
            """
            insert into registration_periods (cloud_key, from_at, to_at, subscription_key, resource_key, billing_model)
            values (@cloud, @at, null, @subscription, @resource, @model)
            on conflict (cloud_key, from_at) do update set to_at = null, subscription_key = excluded.subscription_key,
              resource_key = excluded.resource_key, billing_model = excluded.billing_model
            """,
            new { cloud = record.CloudKey, at, subscription = record.SubscriptionId.ToLowerInvariant(), resource = record.ResourceKey, model = record.BillingModel },
            transaction);
    }

    /// <summary>Ends the period that lasts; part of the transaction that deletes the registration.</summary>
    public static Task CloseAsync(DbConnection connection, DbTransaction transaction, RegistrationRecord record, DateTimeOffset now) =>
        connection.ExecuteAsync(
            "update registration_periods set to_at = @at where cloud_key = @cloud and to_at is null",
            new { cloud = record.CloudKey, at = now.ToUnixTimeMilliseconds() },
            transaction);

    /// <summary>All periods of a stamp, the oldest first.</summary>
    public static async Task<IReadOnlyList<RegistrationPeriod>> ListAsync(DbConnection connection, DbTransaction? transaction, string cloudId) =>
    [
        .. (await connection.QueryAsync<Row>(
            """
            select from_at as FromAt, to_at as ToAt, subscription_key as SubscriptionKey, resource_key as ResourceKey, billing_model as BillingModel
            from registration_periods where cloud_key = @cloud order by from_at
            """,
            new { cloud = RegistrationRecord.CloudKeyOf(cloudId) },
            transaction)).Select(row => row.ToPeriod()),
    ];

    /// <summary>
    /// The period usage of an hour belongs to: the one that lasted at the hour's start; for usage of a time without a registration the next one,
    /// by which it was sent; else the last.
    /// </summary>
    /// <param name="periods">At least one, the oldest first.</param>
    /// <param name="hour">The hour's start.</param>
    public static RegistrationPeriod Of(IReadOnlyList<RegistrationPeriod> periods, DateTimeOffset hour)
    {
        foreach (var period in periods)
        {
            if (period.To is not { } end || hour < end)
                return period;
        }

        return periods[^1];
    }

    private sealed class Row
    {
        public required long FromAt { get; init; }
        public long? ToAt { get; init; }
        public required string SubscriptionKey { get; init; }
        public required string ResourceKey { get; init; }
        public required string BillingModel { get; init; }

        public RegistrationPeriod ToPeriod() => new(
            DateTimeOffset.FromUnixTimeMilliseconds(FromAt), ToAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null, SubscriptionKey, ResourceKey, BillingModel);
    }
}
