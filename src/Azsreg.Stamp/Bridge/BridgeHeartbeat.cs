using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Bridge;

/// <summary>
/// Looks after what changes as time goes by without anyone doing anything: an activation comes to its end, somebody takes the bridge's rights or
/// its registration away in Azure, old rows are let go. Beats at its interval, and at the moment an announcement or the end is due.
/// </summary>
internal sealed partial class BridgeHeartbeat(IServiceProvider services, StampOptions options, TimeProvider clock, ILogger<BridgeHeartbeat> logger) : BackgroundService
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await GuardAsync(PrepareAsync, stoppingToken);
            while (true)
            {
                if (!await GuardAsync(WaitAsync, stoppingToken))
                    await Task.Delay(LongestNap, clock, stoppingToken);
                await GuardAsync(LookAsync, stoppingToken);
                await GuardAsync(BeatAsync, stoppingToken);
                LogBeaten();
            }
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

    /// <summary>Until the interval is over or an alert is due; looked at anew from time to time, as a new activation can bring that nearer.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var due = clock.GetUtcNow() + options.HeartbeatInterval;
        while (true)
        {
            var now = clock.GetUtcNow();
            var activation = await services.GetRequiredService<ActivationStore>().FindAsync(cancellationToken);
            var next = ActivationAlerts.NextChange(activation, now, options.ExpiryWarningDays) is { } change && change < due ? change : due;
            if (next <= now)
                return;
            var rest = next - now;
            var isLast = rest <= LongestNap;
            // A timer may fire a little early by the clock it is compared with; a beat just before the moment would miss it.
            await Task.Delay(isLast ? rest + TimeSpan.FromMilliseconds(20) : LongestNap, clock, cancellationToken);
            if (isLast)
                return;
        }
    }

    /// <summary>Asks Azure. A bridge without a service principal was activated without a line and has nothing to ask.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var activation = await services.GetRequiredService<ActivationStore>().FindAsync(cancellationToken);
        if (activation is not { ObjectId.Length: > 0 })
            return;
        var former = await services.GetRequiredService<BridgeHealthStore>().FindAsync(activation.RegistrationId, cancellationToken);
        var health = await services.GetRequiredService<BridgeCheck>().LookAsync(activation, former, cancellationToken);
        if (health.Fault != BridgeFault.None && health.Fault != former?.Fault)
            LogFault(health.Fault, health.RegistrationId, health.Detail);
        await services.GetRequiredService<ActivationService>().KeepHealthAsync(health, cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
        await services.GetRequiredService<AuditLog>().PruneAsync(cancellationToken);
        await services.GetRequiredService<ActionPlans>().PruneAsync(cancellationToken);
        await services.GetRequiredService<Uploads>().PruneAsync(cancellationToken);
    }

    private async Task<bool> GuardAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // A beat that fails must not end the heart: the next one tries again, and the log has the reason.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(failure);
            return false;
        }
    }

    [LoggerMessage(EventId = 4203, Level = LogLevel.Warning, Message = "The bridge cannot use its registration {RegistrationId}: {Fault} {Detail}")]
    private partial void LogFault(BridgeFault fault, string registrationId, string? detail);

    [LoggerMessage(EventId = 4201, Level = LogLevel.Error, Message = "The bridge's heartbeat failed")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventId = 4204, Level = LogLevel.Debug, Message = "The bridge's heart has beaten")]
    private partial void LogBeaten();

    [LoggerMessage(EventId = 4202, Level = LogLevel.Debug, Message = "The bridge's heartbeat stopped")]
    private partial void LogStopped();
}
