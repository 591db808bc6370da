using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Bridge;

/// <summary>What the bridge saw last, kept so that a restart neither forgets a fault nor the last contact.</summary>
internal sealed class BridgeHealthStore(SqlDatabase database)
{
    private const int LongestDetail = 1000;

    /// <summary>Of this registration; null where the bridge has not looked at it yet.</summary>
    public async Task<BridgeHealth?> FindAsync(string registrationId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, registrationId);
    }

    public static async Task<BridgeHealth?> FindAsync(DbConnection connection, DbTransaction? transaction, string registrationId) =>
        (await connection.QueryFirstOrDefaultAsync<Row>(
            """
            select registration_id as RegistrationId, checked_at as CheckedAt, last_contact_at as LastContactAt, fault as Fault, detail as Detail
            from bridge_health where registration_id = @registrationId
            """,
            new { registrationId },
            transaction))?.ToHealth();

    public static Task PutAsync(DbConnection connection, DbTransaction transaction, BridgeHealth health) => connection.ExecuteAsync(
        """
        insert into bridge_health (singleton, registration_id, checked_at, last_contact_at, fault, detail)
        values (1, @RegistrationId, @CheckedAt, @LastContactAt, @Fault, @Detail)
        on conflict (singleton) do update set registration_id = excluded.registration_id, checked_at = excluded.checked_at,
            last_contact_at = excluded.last_contact_at, fault = excluded.fault, detail = excluded.detail
        """,
        new
        {
            health.RegistrationId,
            CheckedAt = Timestamp.Format(health.CheckedAt),
            LastContactAt = health.LastContactAt is { } at ? Timestamp.Format(at) : null,
            Fault = health.Fault.ToString(),
            Detail = health.Detail is { Length: > LongestDetail } detail ? detail[..LongestDetail] : health.Detail,
        },
        transaction);

    /// <summary>Forgets it: a new key may have mended what was wrong, and the next look tells.</summary>
    public static Task ClearAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("delete from bridge_health", transaction: transaction);

    private sealed class Row
    {
        public required string RegistrationId { get; init; }
        public required string CheckedAt { get; init; }
        public string? LastContactAt { get; init; }
        public required string Fault { get; init; }
        public string? Detail { get; init; }

        public BridgeHealth ToHealth() => new(
            RegistrationId,
            Timestamp.Parse(CheckedAt),
            LastContactAt is null ? null : Timestamp.Parse(LastContactAt),
            Enum.Parse<BridgeFault>(Fault),
            Detail);
    }
}
