using System.Collections.Frozen;
using Azsreg.Cloud.Resources;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud;

/// <summary>Which subscription is registered with which resource provider.</summary>
public sealed class ProviderRegistrations : IDisposable
{
    /// <summary>The state of a namespace a subscription never asked for.</summary>
    public const string NotRegistered = "NotRegistered";

    /// <summary>The state after a registration.</summary>
    public const string Registered = "Registered";

    private readonly SqlDatabase _database;
    private readonly ResourceProviders _providers;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _takes;
    private readonly Snapshot<FrozenDictionary<string, Entry>> _entries;

    internal ProviderRegistrations(
        SqlDatabase database, SnapshotVersions versions, ResourceProviders providers, TimeProvider clock, CloudOptions options)
    {
        _database = database;
        _providers = providers;
        _clock = clock;
        _takes = options.ProviderRegistrationTime;
        _entries = new Snapshot<FrozenDictionary<string, Entry>>(versions, LoadAsync, "provider-registrations");
    }

    /// <summary><c>NotRegistered</c>, <c>Registering</c>, <c>Registered</c>, <c>Unregistering</c> or <c>Unregistered</c>.</summary>
    public async ValueTask<string> StateAsync(string subscriptionId, string providerNamespace, CancellationToken cancellationToken = default)
    {
        if (_providers.Find(providerNamespace) is { RequiresRegistration: false })
            return Registered;
        var entries = await _entries.GetAsync(cancellationToken).ConfigureAwait(false);
        if (!entries.TryGetValue(Key(subscriptionId, providerNamespace), out var entry))
            return NotRegistered;
        // The public cloud registers region by region and answers "Registering" meanwhile; clients must poll, here too.
        var done = _clock.GetUtcNow() - entry.ChangedAt >= _takes;
        return (entry.Wanted, done) switch
        {
            (true, true) => Registered,
            (true, false) => "Registering",
            (false, true) => "Unregistered",
            (false, false) => "Unregistering",
        };
    }

    /// <summary>Registers a subscription; one that is registered stays so.</summary>
    /// <param name="subscriptionId">In lower case.</param>
    /// <param name="providerNamespace">A namespace this cloud has.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task RegisterAsync(string subscriptionId, string providerNamespace, CancellationToken cancellationToken = default) =>
        SetAsync(subscriptionId, providerNamespace, wanted: true, cancellationToken);

    /// <summary>Ends a registration.</summary>
    public Task UnregisterAsync(string subscriptionId, string providerNamespace, CancellationToken cancellationToken = default) =>
        SetAsync(subscriptionId, providerNamespace, wanted: false, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _entries.Dispose();

    private Task<int> SetAsync(string subscriptionId, string providerNamespace, bool wanted, CancellationToken cancellationToken) =>
        _entries.ChangeAsync(
            _database,
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into provider_registrations (subscription_id, namespace_key, wanted, changed_at)
                values (@subscriptionId, @key, @wanted, @now)
                on conflict (subscription_id, namespace_key) do update set wanted = excluded.wanted, changed_at = excluded.changed_at
                where provider_registrations.wanted <> excluded.wanted
                """,
                new
                {
                    subscriptionId, key = providerNamespace.ToLowerInvariant(), wanted = wanted ? 1L : 0L,
                    now = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                },
                transaction),
            cancellationToken);

    private async Task<FrozenDictionary<string, Entry>> LoadAsync(CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = await connection.QueryAsync<Row>(
                """
                select subscription_id as "SubscriptionId", namespace_key as "NamespaceKey", wanted as "Wanted", changed_at as "ChangedAt"
                from provider_registrations
                """).ConfigureAwait(false);
            return rows.ToFrozenDictionary(
                row => Key(row.SubscriptionId, row.NamespaceKey),
                row => new Entry(row.Wanted != 0, DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt)),
                StringComparer.OrdinalIgnoreCase);
        }
    }

    private static string Key(string subscriptionId, string providerNamespace) => $"{subscriptionId}/{providerNamespace}";

    private sealed record Entry(bool Wanted, DateTimeOffset ChangedAt);

    private sealed record Row(string SubscriptionId, string NamespaceKey, long Wanted, long ChangedAt);
}
