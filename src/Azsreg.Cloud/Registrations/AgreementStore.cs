using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>The agreements this Azure side knows. Registrations are judged by them when a token is put, and end when they end.</summary>
public sealed class AgreementStore
{
    private const string Columns = "subscription_key as SubscriptionId, agreement_number as Number, cores as Cores, ends_at as EndsAt";

    private readonly SqlDatabase _database;

    internal AgreementStore(SqlDatabase database) => _database = database;

    /// <summary>All agreements, or those of one subscription, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<CapacityAgreement>> ListAsync(string? subscriptionId = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            $"select {Columns} from registration_agreements where @key is null or subscription_key = @key order by subscription_key, agreement_number",
            new { key = subscriptionId?.ToLowerInvariant() });
        return [.. rows.Select(row => row.ToAgreement())];
    }

    /// <summary>Enters an agreement, or its new cores and end. Registrations made by it keep their end until they are renewed.</summary>
    public Task PutAsync(CapacityAgreement agreement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        return _database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into registration_agreements (subscription_key, agreement_number, cores, ends_at) values (@key, @number, @cores, @endsAt)
                on conflict (subscription_key, agreement_number) do update set cores = excluded.cores, ends_at = excluded.ends_at
                """,
                new
                {
                    key = agreement.SubscriptionId.ToLowerInvariant(),
                    number = agreement.Number,
                    cores = agreement.Cores,
                    endsAt = agreement.EndsAt.ToUnixTimeMilliseconds(),
                },
                transaction),
            cancellationToken);
    }

    internal static async Task<CapacityAgreement?> FindAsync(DbConnection connection, DbTransaction transaction, string subscriptionId, string number) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from registration_agreements where subscription_key = @key and agreement_number = @number",
            new { key = subscriptionId.ToLowerInvariant(), number },
            transaction))?.ToAgreement();

    private sealed class Row
    {
        public required string SubscriptionId { get; init; }
        public required string Number { get; init; }
        public long? Cores { get; init; }
        public required long EndsAt { get; init; }

        public CapacityAgreement ToAgreement() => new(SubscriptionId, Number, (int?)Cores, DateTimeOffset.FromUnixTimeMilliseconds(EndsAt));
    }
}
