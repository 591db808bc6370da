using System.Collections.Concurrent;
using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Live;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>
/// Runs the downloads that were accepted, some at once and each by itself: one that fails stops no other. What a stop or a kill interrupted goes on
/// with the next start. An item is listed in the transaction that ends its download.
/// </summary>
internal sealed partial class DownloadEngine(
    SqlDatabase database,
    MarketplaceOperationStore operations,
    DownloadedItemStore items,
    ContentStore content,
    BlockBuffers buffers,
    ItemDownload download,
    ActivationStore activations,
    ActivationService activation,
    MarketplaceAzure azure,
    AuditLog audit,
    MarketplaceOptions options,
    StampChanges changes,
    TimeProvider clock,
    ILogger<DownloadEngine> logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RunningDownload> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(options.ItemsAtOnce);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Tidies what a killed run left; before anybody can ask for anything.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await operations.PruneAsync(clock.GetUtcNow(), cancellationToken);
        content.Sweep(await items.ListContentAsync(cancellationToken), (await items.ListPartialAsync(cancellationToken)).ToHashSet());
    }

    /// <summary>Goes on with what a stop or a kill interrupted.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var interrupted in await operations.ListRunningAsync(cancellationToken))
            Run(interrupted);
    }

    /// <summary>Interrupts what runs; it goes on with the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Values.Select(running => running.Over.Task)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs an operation that is stored, as soon as a former one of the item has written its books.</summary>
    public void Run(MarketplaceOperation operation)
    {
        var running = new RunningDownload(operation, new DownloadProgress(clock, () => changes.Raise(StampTopics.Downloads)), _stopping.Token);
        if (_running.TryAdd(operation.Product, running))
            _ = Task.Run(() => RunAsync(running), CancellationToken.None);
        else
            _ = Task.Run(() => RunAfterFormerAsync(running), CancellationToken.None);
    }

    /// <summary>The item's download, while it runs here.</summary>
    public RunningDownload? Find(string product) => _running.GetValueOrDefault(product);

    /// <summary>Ends the item's download, and waits until it has; false where none runs.</summary>
    public async Task<bool> CancelAsync(string product, CancellationToken cancellationToken)
    {
        if (Find(product) is not { } running)
            return false;
        running.Cancel();
        await running.Over.Task.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>A host that is disposed without being stopped interrupts them as well; what they use is disposed after this.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(LongestStop, clock);
        await StopAsync(limit.Token);
        _stopping.Dispose();
        _turns.Dispose();
    }

    private async Task RunAfterFormerAsync(RunningDownload running)
    {
        while (!_running.TryAdd(running.Operation.Product, running))
        {
            if (Find(running.Operation.Product) is { } former)
                await former.Over.Task;
        }

        await RunAsync(running);
    }

    private async Task RunAsync(RunningDownload running)
    {
        var operation = running.Operation;
        try
        {
            var item = await items.FindAsync(operation.Product, running.Ended)
                ?? throw new InvalidOperationException($"There is no item '{operation.Product}'.");
            using var brought = await BringInTurnAsync(item.Product, running);
            running.Brought.TrySetResult();
            await AwaitNeedsAsync(running);
            running.Progress.Phase = DownloadPhase.Finishing;
            await FinishAsync(running, item, brought);
        }
        catch (OperationCanceledException) when (running.IsCancelled)
        {
            await EndAsync(running, MarketplaceOperationStatus.Canceled, null);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogInterrupted(operation.Product);
        }
        catch (ArmException failed) when (!_stopping.IsCancellationRequested)
        {
            await EndAsync(running, MarketplaceOperationStatus.Failed, failed.Error);
        }
#pragma warning disable CA1031 // The boundary of background work: whoever polls is told, the log has the rest, the other downloads go on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            LogFailed(failed, operation.Product);
            if (_stopping.IsCancellationRequested)
                return;
            await EndAsync(running, MarketplaceOperationStatus.Failed, MarketplaceErrors.OfUnforeseen(failed).Error);
        }
        finally
        {
            running.Brought.TrySetCanceled();
            _running.TryRemove(operation.Product, out _);
            running.Over.TrySetResult();
            running.Dispose();
            if (_running.IsEmpty)
                buffers.Trim();
        }

        if (running.ToTell is { } update)
            await TellAzureAsync(operation.Product, update);
    }

    private async Task<BroughtItem> BringInTurnAsync(Product product, RunningDownload running)
    {
        await _turns.WaitAsync(running.Ended);
        try
        {
            return await download.BringAsync(product, running.Progress, running.Ended);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>
    /// Waits for the files of what the item needs, not for its listing: two solutions that need each other would wait for ever. The turn is given
    /// back by then.
    /// </summary>
    private async Task AwaitNeedsAsync(RunningDownload running)
    {
        running.Progress.Phase = DownloadPhase.WaitingForDependencies;
        foreach (var need in running.Operation.Needs)
        {
            if (Find(need) is { } other)
            {
                await other.Brought.Task.WaitAsync(running.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                running.Ended.ThrowIfCancellationRequested();
                if (other.Brought.Task.IsCompletedSuccessfully)
                    continue;
                await other.Over.Task.WaitAsync(running.Ended);
            }

            if (await items.FindAsync(need, running.Ended) is not { State: ItemState.Succeeded })
                throw MarketplaceErrors.DependencyFailed(need, (await operations.LatestAsync(need, running.Ended))?.Error);
        }
    }

    private async Task FinishAsync(RunningDownload running, DownloadedItem item, BroughtItem brought)
    {
        var now = clock.GetUtcNow();
        var ended = running.Operation with
        {
            Status = MarketplaceOperationStatus.Succeeded,
            EndedAt = now,
            BytesDone = running.Progress.BytesDone,
            BytesTotal = running.Progress.BytesTotal,
        };
        var whole = item with
        {
            Details = brought.Details,
            State = ItemState.Succeeded,
            Size = brought.Files.Values.Sum(file => file.Length),
            ChangedAt = Timestamp.Format(now),
            Files = brought.Files,
        };
        var listed = await WriteAsync(running, async (connection, transaction) =>
        {
            if (!await MarketplaceOperationStore.EndAsync(connection, transaction, ended))
                return false;
            await DownloadedItemStore.PutAsync(connection, transaction, whole);
            await audit.WriteAsync(connection, transaction, running.Operation.Caller, StampActions.DownloadProduct, TargetOf(item.Name), "Succeeded", $"{whole.Size} bytes");
            return true;
        });
        if (!listed)
            return;
        content.RemovePartial(item.Name);
        running.ToTell = new MarketplaceProductLogUpdate("Download", "Succeeded");
    }

    private async Task EndAsync(RunningDownload running, MarketplaceOperationStatus status, ArmError? error)
    {
        var now = clock.GetUtcNow();
        var name = running.Operation.Product;
        var result = running.Operation with
        {
            Status = status,
            EndedAt = now,
            BytesDone = running.Progress.BytesDone,
            BytesTotal = running.Progress.BytesTotal,
            Error = error,
        };
        LogEnded(name, status, error?.Code);
        if (status == MarketplaceOperationStatus.Canceled)
            TryRemovePartial(name);
        await WriteAsync(running, async (connection, transaction) =>
        {
            if (!await MarketplaceOperationStore.EndAsync(connection, transaction, result))
                return false;
            if (status == MarketplaceOperationStatus.Canceled)
                await DownloadedItemStore.DeleteAsync(connection, transaction, name);
            else
                await DownloadedItemStore.StopAsync(connection, transaction, name, now);
            await audit.WriteAsync(connection, transaction, running.Operation.Caller, StampActions.DownloadProduct, TargetOf(name), status.ToString(), error?.Code ?? "");
            return true;
        }, result);
        if (status == MarketplaceOperationStatus.Failed)
            running.ToTell = new MarketplaceProductLogUpdate("Download", "Failed", error!.Code);
    }

    /// <summary>Writes the books, again and again while the disk that failed a download is too full for them too; until the stamp stops.</summary>
    private async Task<bool> WriteAsync(RunningDownload running, Func<DbConnection, DbTransaction, Task<bool>> work, MarketplaceOperation? result = null)
    {
        while (true)
        {
            try
            {
                return await database.TransactAsync(work, CancellationToken.None);
            }
            catch (DbException full) when (!_stopping.IsCancellationRequested)
            {
                LogNotWritten(full, running.Operation.Product);
                // Told before it is written only now: else whoever sees it ended would find the item as if it were not.
                running.Result = result;
                await Task.Delay(BetweenWrites, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void TryRemovePartial(string name)
    {
        try
        {
            content.RemovePartial(name);
        }
        catch (IOException failed)
        {
            // The sweep of the next start removes it.
            LogFailed(failed, name);
        }
    }

    /// <summary>The product's log in Azure is for its publisher; a role without that right or a line that is down does not matter here.</summary>
    private async Task TellAzureAsync(string product, MarketplaceProductLogUpdate update)
    {
        try
        {
            if (await activations.FindAsync(_stopping.Token) is { ObjectId.Length: > 0 } current)
                await azure.TellAsync(current, product, update, _stopping.Token);
        }
        catch (Exception failed) when (failed is ArmException or OperationCanceledException)
        {
            LogNotTold(failed, product);
        }
    }

    private string TargetOf(string product) => $"{activation.ResourceId}/downloadedProducts/{product}";

    [LoggerMessage(EventId = 4320, Level = LogLevel.Information, Message = "The download of {Product} was interrupted by the stamp's end and goes on with the next start")]
    private partial void LogInterrupted(string product);

    [LoggerMessage(EventId = 4321, Level = LogLevel.Error, Message = "The download of {Product} failed")]
    private partial void LogFailed(Exception failure, string product);

    [LoggerMessage(EventId = 4322, Level = LogLevel.Warning, Message = "The download of {Product} ended: {Status} {Code}")]
    private partial void LogEnded(string product, MarketplaceOperationStatus status, string? code);

    [LoggerMessage(EventId = 4323, Level = LogLevel.Error, Message = "The end of the download of {Product} could not be written yet")]
    private partial void LogNotWritten(Exception failure, string product);

    [LoggerMessage(EventId = 4324, Level = LogLevel.Debug, Message = "Azure was not told of the download of {Product}")]
    private partial void LogNotTold(Exception failure, string product);
}
