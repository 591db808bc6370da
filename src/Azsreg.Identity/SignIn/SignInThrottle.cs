using System.Data.Common;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Identity;

/// <summary>
/// Slows guessing down. Failures are counted for an account at an address, for the account and for the address: so a guesser is
/// stopped soon where it stands, later from everywhere, and the account's owner at another address goes on (smart lockout).
/// Each further lockout is twice as long. Counts are stored, so that a restart or another replica does not forget them.
/// </summary>
internal sealed class SignInThrottle(SqlDatabase database, IdentityOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestLockout = TimeSpan.FromHours(1);

    // Failures further apart than this are somebody's typing errors.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <exception cref="SignInException">The account or the address has to wait.</exception>
    public async Task RequireAsync(string account, string? address, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var locked = await connection.ExecuteScalarAsync<long>(
            "select count(*) from identity_failures where subject in (@both, @account, @address) and locked_until > @now", Keys(account, address));
        if (locked > 0)
            throw Refused.AccountLocked();
    }

    public Task FailedAsync(string account, string? address, CancellationToken cancellationToken)
    {
        var keys = Keys(account, address);
        return database.TransactAsync(async (connection, transaction) =>
        {
            await CountAsync(connection, transaction, keys.both, options.FailuresPerAccountAndAddress);
            await CountAsync(connection, transaction, keys.account, options.FailuresPerAccountOrAddress);
            await CountAsync(connection, transaction, keys.address, options.FailuresPerAccountOrAddress);
            return true;
        }, cancellationToken);
    }

    /// <summary>Forgets the failures of an account at the address that has just proven itself.</summary>
    public Task SucceededAsync(string account, string? address, CancellationToken cancellationToken) =>
        database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            "delete from identity_failures where subject = @both", Keys(account, address), transaction), cancellationToken);

    private async Task CountAsync(DbConnection connection, DbTransaction transaction, string subject, int limit)
    {
        var now = clock.GetUtcNow();
        var key = new { subject, now = now.ToUnixTimeMilliseconds(), old = (now - Memory).ToUnixTimeMilliseconds() };
        await connection.ExecuteAsync(
            """
            insert into identity_failures (subject, failures, lockouts, locked_until, last_at) values (@subject, 1, 0, 0, @now)
            on conflict (subject) do update
            set failures = case when identity_failures.last_at < @old then 1 else identity_failures.failures + 1 end,
                lockouts = case when identity_failures.last_at < @old then 0 else identity_failures.lockouts end,
                last_at = @now
            """, key, transaction);
        var (failures, lockouts) = await connection.QuerySingleAsync<(long, long)>(
            "select failures, lockouts from identity_failures where subject = @subject", key, transaction);
        if (failures < limit)
            return;
        var wait = TimeSpan.FromTicks(Math.Min(LongestLockout.Ticks, options.LockoutDuration.Ticks << (int)Math.Min(lockouts, 12)));
        await connection.ExecuteAsync(
            "update identity_failures set failures = 0, lockouts = lockouts + 1, locked_until = @until where subject = @subject",
            new { subject, until = (now + wait).ToUnixTimeMilliseconds() }, transaction);
    }

    private FailureKeys Keys(string account, string? address)
    {
        var name = SecretHash.LookupKey(account.Trim().ToLowerInvariant())[..32];
        return new FailureKeys($"both:{name}:{address}", $"account:{name}", $"address:{address}", clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

#pragma warning disable IDE1006 // Dapper binds parameters by these names.
    private sealed record FailureKeys(string both, string account, string address, long now);
#pragma warning restore IDE1006
}
