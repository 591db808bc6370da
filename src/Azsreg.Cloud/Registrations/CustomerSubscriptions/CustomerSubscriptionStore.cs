using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>The customer subscriptions of registrations in SQL.</summary>
internal sealed class CustomerSubscriptionStore(SqlDatabase database, TimeProvider clock)
{
    private const string Columns = "subscription_id as SubscriptionId, tenant_id as TenantId, etag as Etag";

    /// <summary>A page of a registration's, in the order of their subscriptions.</summary>
    public async Task<IReadOnlyList<CustomerRow>> ListAsync(string resourceKey, string? after, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<CustomerRow>(new CommandDefinition(
                $"select {Columns} from registration_customers where resource_key = @resourceKey and subscription_id > @after order by subscription_id limit @count",
                new { resourceKey, after = after ?? "", count },
                cancellationToken: cancellationToken)),
        ];
    }

    public async Task<CustomerRow?> FindAsync(string resourceKey, string subscriptionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<CustomerRow>(
            $"select {Columns} from registration_customers where resource_key = @resourceKey and subscription_id = @subscriptionId",
            new { resourceKey, subscriptionId });
    }

    /// <summary>Maps a tenant to a subscription; both lose what they were mapped to before. False where the registration is gone.</summary>
    public Task<bool> PutAsync(ArmResourceId registration, CustomerRow row, CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, transaction) =>
        {
            // In the same transaction: a registration that is being deleted must not leave a mapping behind for its successor.
            if (await RegistrationStore.FindAsync(connection, transaction, registration) is null)
                return false;
            var resourceKey = RegistrationRecord.KeyOf(registration);
            await connection.ExecuteAsync(
                "delete from registration_customers where resource_key = @resourceKey and (tenant_id = @TenantId or subscription_id = @SubscriptionId)",
                new { resourceKey, row.TenantId, row.SubscriptionId },
                transaction);
            await connection.ExecuteAsync(
                "insert into registration_customers (resource_key, tenant_id, subscription_id, etag) values (@resourceKey, @TenantId, @SubscriptionId, @Etag)",
                new { resourceKey, row.TenantId, row.SubscriptionId, row.Etag },
                transaction);
            await CustomerPeriods.OpenAsync(connection, transaction, resourceKey, row.TenantId, row.SubscriptionId, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task DeleteAsync(string resourceKey, string subscriptionId, CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync(
                "delete from registration_customers where resource_key = @resourceKey and subscription_id = @subscriptionId",
                new { resourceKey, subscriptionId },
                transaction);
            await CustomerPeriods.CloseAsync(connection, transaction, resourceKey, subscriptionId, clock.GetUtcNow());
        },
        cancellationToken);

    /// <summary>Ends all of a registration that is deleted.</summary>
    public static async Task DeleteAllAsync(DbConnection connection, DbTransaction transaction, string resourceKey, DateTimeOffset now)
    {
        await connection.ExecuteAsync("delete from registration_customers where resource_key = @resourceKey", new { resourceKey }, transaction);
        await CustomerPeriods.CloseAsync(connection, transaction, resourceKey, null, now);
    }

    internal sealed record CustomerRow(string SubscriptionId, string TenantId, string Etag);
}
