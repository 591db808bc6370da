using System.Data.Common;
using Azsreg.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Identity;

/// <summary>Reads the signing keys again and again where other replicas may make new ones.</summary>
internal sealed partial class SigningKeyLook(SqlDatabase database, SigningKeys keys, TimeProvider clock, ILogger<SigningKeyLook> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Engine == SqlEngine.Sqlite)
            return;
        using var timer = new PeriodicTimer(SigningKeys.ReplicaLook, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.ReloadAsync(stoppingToken);
            }
            catch (DbException exception) when (SqlFault.IsPassing(exception))
            {
                LogPostponed(logger, exception);
            }
        }
    }

    [LoggerMessage(2011, LogLevel.Warning, "The database is out of reach; the signing keys are read again in half a minute")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
