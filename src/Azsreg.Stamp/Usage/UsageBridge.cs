using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.PrivilegedEndpoint;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// Sends usage to commerce while the stamp is registered with usage reporting on, one batch after the other as fast as they are taken. What
/// cannot be sent stays, however long; a failure is tried again after waits that grow and are spread.
/// </summary>
internal sealed partial class UsageBridge(IServiceProvider services, TimeProvider clock, ILogger<UsageBridge> logger) : BackgroundService
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);

    /// <summary>A quarter of an hour at most: records come every hour, and a bridge that slept longer would fall behind by itself.</summary>
    private static readonly RetryPolicy Waits = new() { FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(15) };

    /// <summary>Nothing but the content was wrong: a smaller batch finds out which record it is.</summary>
    private static readonly string[] ContentFaults = [UsageBatchFault.Malformed, UsageBatchFault.TooLarge, UsageBatchFault.PathMismatch];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var signal = services.GetRequiredService<UsageSignal>();
        try
        {
            while (true)
            {
                switch (await StepAsync(stoppingToken))
                {
                    case { } wait:
                        await signal.WaitOutAsync(wait, clock, stoppingToken);
                        break;
                    default:
                        await signal.WaitAsync(LongestNap, clock, stoppingToken);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    /// <summary>Sends until nothing is left.</summary>
    /// <returns>How long to wait before the next attempt; null where there is nothing to do.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await services.GetRequiredService<ActivationStore>().FindAsync(cancellationToken) is { } activation
                && UsageReporting.IsSent(activation, clock.GetUtcNow())
                && await NextAsync(activation, cancellationToken) is { } batch)
            {
                if (await SendAsync(activation, batch, cancellationToken) is { } wait)
                    return wait;
            }

            await services.GetRequiredService<UsageOutbox>().PruneAsync(cancellationToken);
            return null;
        }
#pragma warning disable CA1031 // A step that fails must not end the bridge: it waits and tries again, and the log has the reason.
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure);
            return LongestNap;
        }
    }

    private async Task<SealedUsageBatch?> NextAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        var outbox = services.GetRequiredService<UsageOutbox>();
        return await outbox.NextAsync(activation, cancellationToken) is { } batch ? batch
            : await outbox.ReleaseDueAsync(cancellationToken) ? await outbox.NextAsync(activation, cancellationToken)
            : null;
    }

    private async Task<TimeSpan?> SendAsync(ActivationRecord activation, SealedUsageBatch batch, CancellationToken cancellationToken)
    {
        var outbox = services.GetRequiredService<UsageOutbox>();
        var startedAt = clock.GetUtcNow();
        try
        {
            var answer = await services.GetRequiredService<UsageSender>().SendAsync(activation, batch, cancellationToken);
            if (await outbox.AcknowledgeAsync(batch.ActivationId, answer, startedAt, cancellationToken))
                await SucceedAsync(batch, answer, cancellationToken);
            return null;
        }
        catch (ArmException refused) when (ContentFaults.Contains(refused.Error.Code))
        {
            LogSplit(batch.Number, batch.RecordCount, refused.Error.Code, refused.Error.Message);
            await outbox.SplitAsync(activation, batch, refused.Error, cancellationToken);
            return null;
        }
        catch (ArmException conflict) when (conflict.Error.Code == UsageBatchFault.NumberConflict)
        {
            // The stamp was put back to an earlier state, say from a backup: it numbers anew, and commerce knows the records by their ids.
            LogRenumbered(batch.Number, batch.ActivationId);
            await services.GetRequiredService<ActivationService>().RenumberUsageAsync(cancellationToken);
            return null;
        }
        catch (ArmException refused)
        {
            var isPassing = refused.StatusCode is 408 or 429 or >= 500;
            return await FailAsync(batch, refused.Error.Code, refused.Error.Message, !isPassing, refused.RetryAfter, cancellationToken);
        }
        catch (CataloguedException failure)
        {
            var isRefused = failure.Entry.Kind is FailureKind.SignInOrRights || failure.Entry == ErrorCatalogue.UsageEndpointMissing;
            return await FailAsync(batch, failure.Entry.Code, failure.Detail, isRefused, null, cancellationToken);
        }
        catch (CommandFailure unknown)
        {
            return await FailAsync(batch, unknown.ErrorId, unknown.Message, isRefused: true, null, cancellationToken);
        }
    }

    private async Task SucceedAsync(SealedUsageBatch batch, UsageBatchAnswer answer, CancellationToken cancellationToken)
    {
        LogSent(batch.Number, answer.Accepted, answer.Repeated, answer.NotReported, answer.Refused.Count);
        var former = await services.GetRequiredService<UsageBridgeStore>().FindAsync(cancellationToken);
        await services.GetRequiredService<UsageBridgeStore>().PutAsync(UsageBridgeProgress.None with { AcknowledgedAt = clock.GetUtcNow() }, cancellationToken);
        // Alerts follow at once where one is to come or to go; else the heartbeat sees to them.
        if (answer.Refused.Count > 0 || former.FailedAt is not null)
            await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
    }

    private async Task<TimeSpan> FailAsync(
        SealedUsageBatch batch, string code, string message, bool isRefused, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var former = await services.GetRequiredService<UsageBridgeStore>().FindAsync(cancellationToken);
        var failures = Math.Min(former.Failures + 1, 1_000_000);
        var wait = Waits.WaitAfter(failures, retryAfter, Random.Shared);
        var now = clock.GetUtcNow();
        LogNotSent(code, message, failures, wait);
        await services.GetRequiredService<SqlDatabase>().TransactAsync(
            async (connection, transaction) =>
            {
                await UsageBridgeStore.PutAsync(
                    connection, transaction,
                    former with { FailedAt = now, Code = code, Message = message, IsRefused = isRefused, Failures = failures, RetryAt = now + wait });
                await UsageBatchLedger.FailedAsync(connection, transaction, batch.BatchNo, now);
            },
            cancellationToken);
        if (former.IsRefused != isRefused || former.FailedAt is null)
            await services.GetRequiredService<ActivationService>().ReconcileAlertsAsync(cancellationToken);
        return wait;
    }
}
