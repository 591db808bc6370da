using System.Collections.Frozen;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>The subscriptions of this cloud. Reads come from memory.</summary>
public sealed class SubscriptionStore : IDisposable
{
    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;
    private readonly Snapshot<FrozenDictionary<string, Subscription>> _all;

    internal SubscriptionStore(SqlDatabase database, SnapshotVersions versions, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        _all = new Snapshot<FrozenDictionary<string, Subscription>>(versions, LoadAsync, "subscriptions");
    }

    /// <summary>Finds a subscription; null where there is none, or it was deleted.</summary>
    /// <param name="subscriptionId">Letter case does not count.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async ValueTask<Subscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return all.TryGetValue(subscriptionId, out var found) && found.State != SubscriptionState.Deleted ? found : null;
    }

    /// <summary>True where there is or ever was a subscription of an id.</summary>
    public async ValueTask<bool> IsTakenAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        (await _all.GetAsync(cancellationToken).ConfigureAwait(false)).ContainsKey(subscriptionId);

    /// <summary>The subscriptions that trust a tenant, by id.</summary>
    public async ValueTask<IReadOnlyList<Subscription>> ListAsync(string tenantId, CancellationToken cancellationToken = default)
    {
        var all = await _all.GetAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. all.Values
                .Where(one => one.State != SubscriptionState.Deleted && one.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase))
                .OrderBy(one => one.SubscriptionId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Adds a subscription, or changes one of the same id.</summary>
    /// <exception cref="ArgumentException">An id is not a GUID, or the name is empty or longer than 64 characters.</exception>
    public async Task SaveAsync(Subscription subscription, CancellationToken cancellationToken = default)
    {
        if (!Guid.TryParseExact(subscription.SubscriptionId, "D", out var id) || !Guid.TryParseExact(subscription.TenantId, "D", out var tenant))
            throw new ArgumentException("A subscription's id and its tenant's are GUIDs.", nameof(subscription));
        if (subscription.DisplayName.Length is 0 or > 64)
            throw new ArgumentException("A subscription's name has 1 to 64 characters.", nameof(subscription));
        await _all.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into subscriptions (id, tenant_id, display_name, state, quota_id, spending_limit, created_at)
                values (@id, @tenantId, @displayName, @state, @quotaId, @spendingLimit, @createdAt)
                on conflict (id) do update set tenant_id = excluded.tenant_id, display_name = excluded.display_name, state = excluded.state,
                    quota_id = excluded.quota_id, spending_limit = excluded.spending_limit
                """,
                new
                {
                    id = id.ToString("D"), tenantId = tenant.ToString("D"), displayName = subscription.DisplayName,
                    state = subscription.State.ToString(), quotaId = subscription.QuotaId, spendingLimit = subscription.SpendingLimit,
                    createdAt = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                },
                transaction),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _all.Dispose();

    private async Task<FrozenDictionary<string, Subscription>> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select id as "Id", tenant_id as "TenantId", display_name as "DisplayName", state as "State", quota_id as "QuotaId",
                       spending_limit as "SpendingLimit"
                from subscriptions
                """).ConfigureAwait(false);
            return rows.ToFrozenDictionary(
                row => row.Id,
                row => new Subscription(
                    row.Id, row.TenantId, row.DisplayName, Enum.Parse<SubscriptionState>(row.State), row.QuotaId, row.SpendingLimit),
                StringComparer.OrdinalIgnoreCase);
        }
    }

    private sealed record Row(string Id, string TenantId, string DisplayName, string State, string QuotaId, string SpendingLimit);
}
