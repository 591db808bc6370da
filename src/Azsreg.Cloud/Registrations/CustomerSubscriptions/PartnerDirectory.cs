using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>What Microsoft knows of partners: whose customer a subscription is, and who may have tenants billed apart.</summary>
public sealed class PartnerDirectory
{
    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;

    internal PartnerDirectory(SqlDatabase database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
    }

    /// <summary>Approves the registrations of a subscription for customer subscriptions.</summary>
    public Task ApproveAsync(string subscriptionId, CancellationToken cancellationToken = default) => _database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "insert into multi_tenancy_approvals (subscription_key, approved_at) values (@key, @at) on conflict do nothing",
            new { key = Key(subscriptionId), at = _clock.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction),
        cancellationToken);

    /// <summary>Takes the approval back. Customer subscriptions there are stay; new ones are refused.</summary>
    public Task WithdrawAsync(string subscriptionId, CancellationToken cancellationToken = default) => _database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "delete from multi_tenancy_approvals where subscription_key = @key", new { key = Key(subscriptionId) }, transaction),
        cancellationToken);

    /// <summary>True where registrations of the subscription may have customer subscriptions.</summary>
    public async Task<bool> IsApprovedAsync(string subscriptionId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from multi_tenancy_approvals where subscription_key = @key", new { key = Key(subscriptionId) }) > 0;
    }

    /// <summary>Enters the partner a subscription was bought from.</summary>
    public Task SetPartnerAsync(string subscriptionId, string partnerId, CancellationToken cancellationToken = default) => _database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            """
            insert into subscription_partners (subscription_key, partner_id) values (@key, @partnerId)
            on conflict (subscription_key) do update set partner_id = excluded.partner_id
            """,
            new { key = Key(subscriptionId), partnerId },
            transaction),
        cancellationToken);

    /// <summary>The partner a subscription was bought from; null where none was entered, as where one partner is all there is.</summary>
    public async Task<string?> PartnerOfAsync(string subscriptionId, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>(
            "select partner_id from subscription_partners where subscription_key = @key", new { key = Key(subscriptionId) });
    }

    private static string Key(string subscriptionId) => subscriptionId.ToLowerInvariant();
}
