using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>
/// Has a stamp download several items and watches them. The stamp does the work: who stops watching stops nothing, and who asks again for what
/// is under way watches that.
/// </summary>
public sealed class DownloadRun(StampMarketplace marketplace)
{
    /// <summary>How long a stamp may be silent, as while it restarts, before the watching ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts what has to be fetched and watches it to the end. An item that fails stops no other.</summary>
    /// <param name="items">What to fetch; an item after what it needs.</param>
    /// <param name="observe">Told each change; calls do not overlap.</param>
    /// <param name="cancellationToken">Ends the watching; the stamp goes on.</param>
    /// <returns>How each ended, in the order of the items.</returns>
    public async Task<IReadOnlyList<DownloadProgress>> RunAsync(
        IReadOnlyList<PlannedDownload> items, Action<DownloadProgress> observe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        using var pace = new Pace(items.Count);
        using var telling = new SemaphoreSlim(1, 1);
        async Task TellAsync(DownloadProgress progress)
        {
            await telling.WaitAsync(cancellationToken);
            try
            {
                observe(progress);
            }
            finally
            {
                telling.Release();
            }
        }

        var operations = await marketplace.OperationsAsync(cancellationToken);
        foreach (var one in items)
            await TellAsync(Begun(one));
        return await Task.WhenAll(items.Select(one => one.IsInPlace ? Task.FromResult(Begun(one)) : RunOneAsync(operations, one.Item, TellAsync, pace, cancellationToken)));
    }

    /// <summary>Starts what has to be fetched and does not watch it.</summary>
    /// <returns>Where each stands: waiting, in place, or failed to start.</returns>
    public async Task<IReadOnlyList<DownloadProgress>> StartAsync(IReadOnlyList<PlannedDownload> items, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var operations = await marketplace.OperationsAsync(cancellationToken);
        var started = new List<DownloadProgress>();
        foreach (var one in items)
        {
            var progress = Begun(one);
            try
            {
                if (!one.IsInPlace)
                    await BeginAsync(operations, one.Item, cancellationToken);
            }
            catch (Exception failure) when (failure is ArmException or CataloguedException)
            {
                progress = progress with { Stage = DownloadStage.Failed, Failure = await FailureOfAsync(failure, cancellationToken) };
            }

            started.Add(progress);
        }

        return started;
    }

    private async Task<DownloadProgress> RunOneAsync(
        StampMarketplaceOperations operations, MarketplaceItem item, Func<DownloadProgress, Task> tell, Pace pace, CancellationToken cancellationToken)
    {
        var progress = new DownloadProgress { Item = item, Stage = DownloadStage.Waiting, BytesTotal = item.Properties.PayloadLength };
        try
        {
            var begun = await pace.InTurnAsync(() => BeginAsync(operations, item, cancellationToken), cancellationToken);
            progress = await WatchAsync(new DownloadWatch(operations, item, begun), progress, tell, pace, cancellationToken);
        }
        catch (Exception failure) when (failure is ArmException or CataloguedException)
        {
            progress = progress with { Stage = DownloadStage.Failed, Failure = await FailureOfAsync(failure, cancellationToken) };
        }

        await tell(progress);
        return progress;
    }

    private async Task<DownloadProgress> WatchAsync(
        DownloadWatch watch, DownloadProgress progress, Func<DownloadProgress, Task> tell, Pace pace, CancellationToken cancellationToken)
    {
        var clock = marketplace.Clock;
        var seen = clock.GetTimestamp();
        progress = watch.Read(progress);
        for (var looks = 0; !progress.IsEnded; looks++)
        {
            await tell(progress);
            await Task.Delay(pace.WaitAfter(looks, watch.RetryAfter), clock, cancellationToken);
            try
            {
                await pace.InTurnAsync(() => watch.LookAsync(cancellationToken), cancellationToken);
                seen = clock.GetTimestamp();
                progress = watch.Read(progress);
            }
            catch (Exception silent) when (MayPass(silent) && clock.GetElapsedTime(seen) < Patience)
            {
                progress = progress with { Phase = "the stamp does not answer", BytesPerSecond = null };
            }
            catch (CataloguedException lost)
            {
                throw new CataloguedException(ErrorCatalogue.DownloadOutOfSight, $"{progress.Item.Id}: {lost.Detail}", lost.NextCommands, lost);
            }
        }

        return watch.Ended is { } error ? throw new ArmException(409, error) : progress;
    }

    // A product is not there for a moment between being taken on and being listed.
    private static bool MayPass(Exception silent) => silent is ArmException { StatusCode: 404 } || FailureTranslation.IsTransient(silent);

    /// <summary>A real stamp refuses to begin what it is at already; that is the download to watch.</summary>
    private static async Task<ArmOperation<ProductDownload>?> BeginAsync(StampMarketplaceOperations operations, MarketplaceItem item, CancellationToken cancellationToken)
    {
        try
        {
            return await operations.BeginDownloadAsync(item.Id, cancellationToken);
        }
        catch (ArmException refused) when (refused is { StatusCode: 409, Error.Code: "RequestConflict" })
        {
            return null;
        }
    }

    private static DownloadProgress Begun(PlannedDownload one) => new()
    {
        Item = one.Item,
        Stage = one.IsInPlace ? DownloadStage.InPlace : DownloadStage.Waiting,
        BytesTotal = one.Item.Properties.PayloadLength,
    };

    private async Task<CataloguedException> FailureOfAsync(Exception failure, CancellationToken cancellationToken)
    {
        if (failure is not ArmException refused)
            return (CataloguedException)failure;
        if (refused.Error.Code.Contains("Cancel", StringComparison.OrdinalIgnoreCase))
            return new CataloguedException(ErrorCatalogue.DownloadCanceled, $"{marketplace.Stamp} says {refused.Error.Code}: {refused.Error.Message}", inner: refused);
        var cause = await marketplace.ExplainAsync(refused, cancellationToken);
        return cause.Entry == ErrorCatalogue.MarketplaceRequestRefused
            ? new CataloguedException(ErrorCatalogue.DownloadFailed, cause.Detail, cause.NextCommands, refused)
            : cause;
    }

    /// <summary>How often looks are made: soon at first, as small items take no time, and the less often the more items are watched.</summary>
    private sealed class Pace(int items) : IDisposable
    {
        private const int MostAtOnce = 8;

        private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(150);
        private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(30);

        private readonly TimeSpan _usual = TimeSpan.FromMilliseconds(1000 + (20 * items));
        private readonly SemaphoreSlim _turns = new(MostAtOnce, MostAtOnce);

        public TimeSpan WaitAfter(int looks, TimeSpan? asked)
        {
            if (asked is { } wait)
                return wait < LongestAsked ? wait : LongestAsked;
            var early = FirstWait * Math.Pow(2, Math.Min(looks, 10));
            return early < _usual ? early : _usual;
        }

        public async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                _turns.Release();
            }
        }

        public void Dispose() => _turns.Dispose();
    }
}
