using System.Collections.Frozen;
using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.ArmServer.Operations;

/// <summary>Runs accepted operations one after the other, those a crash interrupted first.</summary>
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
        await operations.ForgetEndedAsync(clock.GetUtcNow() - Kept, stoppingToken).ConfigureAwait(false);
        foreach (var interrupted in await operations.ListRunningAsync(stoppingToken).ConfigureAwait(false))
            await RunAsync(interrupted, stoppingToken).ConfigureAwait(false);
        await foreach (var id in operations.Accepted.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            // Accepted while the interrupted ones ran: it was among them.
            if (await operations.FindRunningAsync(id, stoppingToken).ConfigureAwait(false) is { } operation)
                await RunAsync(operation, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(ArmOperation operation, CancellationToken stoppingToken)
    {
        ArmOperationResult? result = null;
        ArmError? error = null;
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

        try
        {
            await operations.EndAsync(operation, result, error, stoppingToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            // It stays Running and is done again at the next start; the operations behind it go on.
            Log.Failed(logger, exception, operation.Kind, operation.Id);
        }
    }
}
