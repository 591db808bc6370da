using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Hosting;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>
/// Device codes, RFC 8628: the client polls with the long code while a person enters the short one on the sign-in page.
/// </summary>
internal sealed class DeviceCodes(SqlDatabase database, IdentityOptions options, TimeProvider clock)
{
    public const int UserCodeLength = 9;

    // No vowels, so that no words appear; no 0, 1 or 5, which read like O, I and S. 9 of 25 are 41 bits: with the address's
    // failures counted and minutes to live, not to be guessed.
    private const string UserCodeLetters = "BCDFGHJKLMNPQRTVWXYZ23479";

    private const string Pending = "pending";
    private const string Approved = "approved";
    private const string Declined = "declined";
    private const string Redeemed = "redeemed";

    // A client's timer may fire a little early.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    public async Task<(string DeviceCode, string UserCode)> IssueAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        var deviceCode = "1." + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));
        var userCode = RandomNumberGenerator.GetString(UserCodeLetters, UserCodeLength);
        var now = clock.GetUtcNow();
        await database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            """
            insert into identity_device_codes (device_code_hash, user_code, client_id, tenant, payload, state, interval_seconds, polled_at, expires_at)
            values (@hash, @userCode, @clientId, @tenant, @payload, 'pending', @interval, 0, @expires)
            """,
            new
            {
                hash = SecretHash.LookupKey(deviceCode),
                userCode,
                clientId = request.ClientId.ToString("D"),
                tenant = request.TenantId?.ToString("D") ?? "",
                payload = JsonSerializer.Serialize(request, IdentityJson.Default.DeviceRequest),
                interval = (long)options.DeviceCodeInterval.TotalSeconds,
                expires = (now + options.DeviceCodeLifetime).ToUnixTimeMilliseconds(),
            }, transaction), cancellationToken);
        return (deviceCode, userCode);
    }

    /// <summary>What a typed code asks for; null where none waits for it. Case, blanks and hyphens do not matter.</summary>
    public async Task<DeviceRequest?> FindAsync(string userCode, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var payload = await connection.ExecuteScalarAsync<string?>(
            "select payload from identity_device_codes where user_code = @code and state = 'pending' and expires_at > @now",
            new { code = Normal(userCode), now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        return payload is null ? null : JsonSerializer.Deserialize(payload, IdentityJson.Default.DeviceRequest);
    }

    /// <summary>Records the person's decision; false where the code expired or was decided meanwhile.</summary>
    public Task<bool> TryDecideAsync(string userCode, SignedIn? approvedBy, CancellationToken cancellationToken) =>
        database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            """
            update identity_device_codes set state = @state, subject = @subject
            where user_code = @code and state = 'pending' and expires_at > @now
            """,
            new
            {
                state = approvedBy is null ? Declined : Approved,
                subject = approvedBy is null ? null : JsonSerializer.Serialize(approvedBy, IdentityJson.Default.SignedIn),
                code = Normal(userCode),
                now = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            }, transaction) > 0, cancellationToken);

    /// <summary>One poll of the client: the approved request, once.</summary>
    /// <exception cref="SignInException">Pending, polled too fast, expired, declined, used or not this client's.</exception>
    public async Task<(DeviceRequest Request, SignedIn User)> PollAsync(string deviceCode, Guid clientId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = SecretHash.LookupKey(deviceCode);

        // The poll's own bookkeeping must be kept although the answer is a refusal: so the refusal is returned, then thrown.
        var (refusal, row) = await database.TransactAsync<(SignInException?, Row?)>(async (connection, transaction) =>
        {
            var found = await connection.QueryFirstOrDefaultAsync<Row>(
                """
                select client_id as "ClientId", payload as "Payload", state as "State", subject as "Subject",
                       interval_seconds as "Interval", polled_at as "PolledAt", expires_at as "ExpiresAt"
                from identity_device_codes where device_code_hash = @hash
                """, new { hash }, transaction);
            if (found is null || found.ClientId != clientId.ToString("D"))
                return (Refused.CodeInvalid(), null);
            if (found.State == Redeemed)
                return (Refused.CodeUsed(), null);
            if (found.ExpiresAt <= now.ToUnixTimeMilliseconds())
                return (Refused.DeviceExpired(), null);
            if (found.State == Declined)
                return (Refused.DeviceDeclined(), null);
            var early = found.PolledAt > 0
                && now - DateTimeOffset.FromUnixTimeMilliseconds(found.PolledAt) < TimeSpan.FromSeconds(found.Interval) - Tolerance;
            if (found.State == Approved && !early)
            {
                await connection.ExecuteAsync(
                    "update identity_device_codes set state = 'redeemed' where device_code_hash = @hash", new { hash }, transaction);
                return (null, found);
            }

            // RFC 8628 §3.5: slow_down raises the interval by five seconds, for good.
            var interval = early ? Math.Min(found.Interval + 5, 60) : found.Interval;
            await connection.ExecuteAsync(
                "update identity_device_codes set polled_at = @now, interval_seconds = @interval where device_code_hash = @hash",
                new { now = now.ToUnixTimeMilliseconds(), interval, hash }, transaction);
            return (early ? Refused.DeviceSlowDown(interval) : Refused.DevicePending(), null);
        }, cancellationToken);
        if (refusal is not null)
            throw refusal;
        return (
            JsonSerializer.Deserialize(row!.Payload, IdentityJson.Default.DeviceRequest)!,
            JsonSerializer.Deserialize(row.Subject!, IdentityJson.Default.SignedIn)!);
    }

    private static string Normal(string userCode) =>
        userCode.Length > 32 ? "" : string.Concat(userCode.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private sealed record Row(string ClientId, string Payload, string State, string? Subject, long Interval, long PolledAt, long ExpiresAt);
}
