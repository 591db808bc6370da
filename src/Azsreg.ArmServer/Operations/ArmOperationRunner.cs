using System.Collections.Frozen;
using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.ArmServer.Operations;

/// <summary>Runs accepted operations one after the other, and those that a crash interrupted, its own or another replica's.</summary>
internal sealed partial class ArmOperationRunner(
    ArmOperations operations, IEnumerable<IArmOperationHandler> handlers, SqlDatabase database, TimeProvider clock,
    ILogger<ArmOperationRunner> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly FrozenDictionary<string, IArmOperationHandler> _handlers =
        handlers.ToFrozenDictionary(handler => handler.Kind, StringComparer.Ordinal);

    public Task StartingAsync(CancellationToken cancellationToken) =>
        SqlScripts.ApplyAsync(database, typeof(ArmOperationRunner).Assembly, "Azsreg.ArmServer.Operations.Sql", cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TryAsync(() => operations.ForgetEndedAsync(clock.GetUtcNow() - Kept, stoppingToken)).ConfigureAwait(false);
        var lookingAfterOthers = LookAfterOthersAsync(stoppingToken);
        await foreach (var id in operations.Accepted.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await TryAsync(async () =>
            {
                // Queued twice, or run by another replica meanwhile: nothing is left to do.
                if (await operations.TryTakeAsync(id, IsAlone, stoppingToken).ConfigureAwait(false) is { } operation)
                    await RunAsync(operation, stoppingToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        await lookingAfterOthers.ConfigureAwait(false);
    }

    // One process has a SQLite file; a PostgreSQL database may have any number of replicas.
    private bool IsAlone => database.Engine == SqlEngine.Sqlite;

    /// <summary>Queues what a crash interrupted: alone at the start, beside other replicas again and again.</summary>
    private async Task LookAfterOthersAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ArmOperations.Lease / 3, clock);
        do
        {
            await TryAsync(async () =>
            {
                foreach (var id in await operations.ListAbandonedAsync(IsAlone, stoppingToken).ConfigureAwait(false))
                    await operations.QueueAsync(id, stoppingToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        while (!IsAlone && await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task KeepAsync(ArmOperation operation, CancellationToken done)
    {
        using var timer = new PeriodicTimer(ArmOperations.Lease / 3, clock);
        try
        {
            while (!IsAlone && await timer.WaitForNextTickAsync(done).ConfigureAwait(false))
                await TryAsync(() => operations.TryTakeAsync(operation.Id, IsAlone, done)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // It has ended.
        }
    }

    /// <summary>A database that is out of reach for a while ends no background work: what was to be done stays stored, and is found again.</summary>
    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (DbException exception) when (SqlFault.IsPassing(exception))
        {
            Log.Interrupted(logger, exception);
        }
    }

    private async Task RunAsync(ArmOperation operation, CancellationToken stoppingToken)
    {
        ArmOperationResult? result = null;
        ArmError? error = null;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var keeping = KeepAsync(operation, done.Token);
        try
        {
            result = _handlers.TryGetValue(operation.Kind, out var handler)
                ? await handler.RunAsync(operation, stoppingToken).ConfigureAwait(false)
                : throw new InvalidOperationException($"No handler for operations of kind '{operation.Kind}'.");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return; // It stays Running and is taken up at the next start.
        }
        catch (DbException exception) when (SqlFault.IsPassing(exception))
        {
            throw; // It stays Running, and is taken up when its lease has ended.
        }
        catch (ArmException refused)
        {
            error = refused.Error;
        }
#pragma warning disable CA1031 // The boundary of background work: the poller is told, the log has the rest.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Failed(logger, exception, operation.Kind, operation.Id);
            error = ArmErrors.InternalServerError(clock.GetUtcNow(), operation.Id).Error;
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
        }

        try
        {
            await operations.EndAsync(operation, result, error, stoppingToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (!SqlFault.IsPassing(exception))
        {
            // It stays Running and is done again at the next start; the operations behind it go on.
            Log.Failed(logger, exception, operation.Kind, operation.Id);
        }
    }
}
