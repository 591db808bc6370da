using System.Data.Common;
using Azsreg.Hosting;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Identity;

/// <summary>Removes, once an hour, what is past its time: so that no table grows without bound.</summary>
internal sealed partial class ExpiredRecords(SqlDatabase database, IdentityOptions options, TimeProvider clock, ILogger<ExpiredRecords> logger)
    : BackgroundService
{
    // Codes are kept for a while after they expired: "expired" says more than "unknown".
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>One sweep; the number of rows removed.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var times = new
        {
            now = now.ToUnixTimeMilliseconds(),
            codes = (now - Remembered).ToUnixTimeMilliseconds(),
            grants = (now - options.RefreshTokenLifetime - Remembered).ToUnixTimeMilliseconds(),
            audit = (now - options.AuditRetention).ToUnixTimeMilliseconds(),
        };
        string[] statements =
        [
            "delete from identity_codes where expires_at < @codes",
            "delete from identity_device_codes where expires_at < @codes",
            "delete from identity_assertions where expires_at < @now",
            "delete from identity_failures where last_at < @codes and locked_until < @now",
            "delete from identity_grants where last_used_at < @grants",
            "delete from identity_sign_ins where at < @audit",
        ];
        var removed = 0;
        foreach (var statement in statements)
        {
            removed += await database.TransactAsync(
                (connection, transaction) => connection.ExecuteAsync(statement, times, transaction), cancellationToken);
        }

        return removed;
    }

    [LoggerMessage(2010, LogLevel.Warning, "The database is out of reach; expired records go with the next sweep")]
    private static partial void LogPostponed(ILogger logger, Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (DbException exception) when (SqlFault.IsPassing(exception))
            {
                LogPostponed(logger, exception);
            }
        }
    }
}
