using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Bridge;

/// <summary>Looks after what changes as time goes by without anyone doing anything: an activation comes to its end, old rows are let go.</summary>
internal sealed partial class BridgeHeartbeat(IServiceProvider services, StampOptions options, TimeProvider clock, ILogger<BridgeHeartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.HeartbeatInterval, clock);
        try
        {
            await GuardAsync(PrepareAsync, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await GuardAsync(BeatAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var identity = await services.GetRequiredService<BridgeIdentityStore>().LatestAsync(cancellationToken);
        if (identity is null)
            services.GetRequiredService<SpareKey>().Prepare();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
        await services.GetRequiredService<AuditLog>().PruneAsync(cancellationToken);
        await services.GetRequiredService<ActionPlans>().PruneAsync(cancellationToken);
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
#pragma warning disable CA1031 // A beat that fails must not end the heart: the next one tries again, and the log has the reason.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Error, Message = "The bridge's heartbeat failed")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Debug, Message = "The bridge's heartbeat stopped")]
    private partial void LogStopped();
}
