using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace.Downloads;

namespace Azsreg.Stamp.Marketplace;

/// <summary>Accepts downloads, tells how they go, and ends them. What a solution needs is downloaded with it.</summary>
internal sealed class DownloadService(
    SqlDatabase database,
    MarketplaceGate gate,
    ProductCatalogue catalogue,
    MarketplaceAzure azure,
    DownloadEngine engine,
    MarketplaceOperationStore operations,
    DownloadedItemStore items,
    ActivationService activations,
    StampAccess access,
    AuditLog audit,
    TimeProvider clock)
{
    private const int MostInClosure = 100;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(2);

    /// <summary>Has a product downloaded, and what it needs. One that is on its way already is the same request.</summary>
    /// <returns>The operation; null where the item is whole on the stamp.</returns>
    /// <exception cref="ArmException">It cannot be downloaded, and the error says why.</exception>
    public async Task<MarketplaceOperation?> StartAsync(StampCaller caller, string product, CancellationToken cancellationToken)
    {
        var activation = await gate.RequireAsync(caller, StampActions.DownloadProduct, cancellationToken);
        var name = product.ToLowerInvariant();
        // One that has failed and is writing its books is not the download asked for now.
        if (engine.Find(name) is { Result: not null } ending)
            await ending.Over.Task.WaitAsync(cancellationToken);
        if (await items.FindAsync(name, cancellationToken) is { State: ItemState.Succeeded })
            return null;
        if (await operations.LatestAsync(name, cancellationToken) is { Status: MarketplaceOperationStatus.InProgress } running)
            return running;

        // What Azure refuses the bridge shows here and at once, not in an operation that fails later.
        var closure = await ReadClosureAsync(activation, product, cancellationToken);
        var accepted = await AcceptAsync(caller, closure, cancellationToken);
        foreach (var operation in accepted)
            engine.Run(operation);
        return accepted.FirstOrDefault(operation => operation.Product == name) ?? await operations.LatestAsync(name, cancellationToken);
    }

    /// <summary>What a product is built from, by name; null for a kind that stands alone, and where Azure cannot be asked at this moment.</summary>
    public async Task<IReadOnlyList<string>?> FindNeedsAsync(Product product, CancellationToken cancellationToken)
    {
        if (product.Properties.ProductKind?.ToUpperInvariant() is not ("SOLUTION" or "RESOURCEPROVIDER")
            || await activations.FindAsync(StampCaller.Stamp, cancellationToken) is not { } activation)
        {
            return null;
        }

        try
        {
            var details = await azure.ReadDetailsAsync(activation, ProductName.Of(product), cancellationToken).WaitAsync(LongestLook, clock, cancellationToken);
            return details.Properties.DependentProducts ?? [];
        }
        catch (Exception untold) when (untold is ArmException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Ends a download; what came of it is removed.</summary>
    /// <returns>The operation as it ended; null where none runs.</returns>
    public async Task<MarketplaceOperation?> CancelAsync(StampCaller caller, string product, CancellationToken cancellationToken)
    {
        var name = product.ToLowerInvariant();
        await access.DemandAsync(caller, StampActions.CancelDownload, TargetOf(name), cancellationToken);
        if (!await engine.CancelAsync(name, cancellationToken))
            return null;
        await audit.WriteAsync(caller, StampActions.CancelDownload, TargetOf(name), "Succeeded", cancellationToken: cancellationToken);
        return await operations.LatestAsync(name, cancellationToken);
    }

    /// <summary>An operation as it stands, with how far it is; null where there is none.</summary>
    public async Task<(MarketplaceOperation Operation, DownloadProgress? Progress)?> FindAsync(StampCaller caller, string id, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadDownloads, activations.ResourceId, cancellationToken);
        return await operations.FindAsync(id, cancellationToken) is { } operation ? WithProgress(operation) : null;
    }

    /// <summary>The latest operations, the newest first.</summary>
    public async Task<IReadOnlyList<(MarketplaceOperation Operation, DownloadProgress? Progress)>> ListAsync(StampCaller caller, int most, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadDownloads, activations.ResourceId, cancellationToken);
        return [.. (await operations.ListLatestAsync(most, cancellationToken)).Select(WithProgress)];
    }

    private (MarketplaceOperation Operation, DownloadProgress? Progress) WithProgress(MarketplaceOperation operation) =>
        operation.Status == MarketplaceOperationStatus.InProgress && engine.Find(operation.Product) is { } running && running.Operation.Id == operation.Id
            ? (running.Result ?? operation, running.Progress)
            : (operation, null);

    /// <summary>The product and all it needs, directly or through another, with what each of them needs.</summary>
    private async Task<IReadOnlyDictionary<string, (Product Product, string[] Needs)>> ReadClosureAsync(
        ActivationRecord activation, string product, CancellationToken cancellationToken)
    {
        var closure = new Dictionary<string, (Product Product, string[] Needs)>(StringComparer.Ordinal);
        var toRead = new Queue<string>([product.ToLowerInvariant()]);
        while (toRead.TryDequeue(out var name))
        {
            if (closure.ContainsKey(name))
                continue;
            var found = await FindProductAsync(name, cancellationToken);
            if (found.Properties.Compatibility is { IsCompatible: false })
                throw MarketplaceErrors.NotCompatible(found);
            var details = await azure.ReadDetailsAsync(activation, ProductName.Of(found), cancellationToken);
            ProductParts.Of(details);
            string[] needs = [.. (details.Properties.DependentProducts ?? []).Select(need => need.ToLowerInvariant()).Distinct()];
            closure[name] = (found, needs);
            if (closure.Count > MostInClosure)
                throw MarketplaceErrors.ContentMissing($"{product} needs more than {MostInClosure} products.");
            foreach (var need in needs)
            {
                if (await items.FindAsync(need, cancellationToken) is not { State: ItemState.Succeeded })
                    toRead.Enqueue(need);
            }
        }

        return closure;
    }

    private async Task<Product> FindProductAsync(string name, CancellationToken cancellationToken)
    {
        if ((await catalogue.ListAsync(StampCaller.Stamp, cancellationToken, isFurtherPage: true)).Catalogue.Find(name) is { } kept)
            return kept;
        return (await catalogue.ListAsync(StampCaller.Stamp, cancellationToken, anew: true)).Catalogue.Find(name) ?? throw MarketplaceErrors.NotListed(name);
    }

    private async Task<IReadOnlyList<MarketplaceOperation>> AcceptAsync(
        StampCaller caller, IReadOnlyDictionary<string, (Product Product, string[] Needs)> closure, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                var accepted = new List<MarketplaceOperation>();
                foreach (var (name, (product, _)) in closure)
                {
                    if (await DownloadedItemStore.StateAsync(connection, transaction, name) == ItemState.Succeeded
                        || await MarketplaceOperationStore.FindRunningAsync(connection, transaction, name) is not null)
                    {
                        continue;
                    }

                    var operation = new MarketplaceOperation(
                        Guid.CreateVersion7(now).ToString(), name, MarketplaceOperationKind.Download, MarketplaceOperationStatus.InProgress, caller,
                        NeedsOf(name, closure), now, BytesTotal: product.Properties.PayloadLength ?? 0);
                    await DownloadedItemStore.PutAsync(
                        connection, transaction,
                        new DownloadedItem(name, product, null, ItemState.Downloading, product.Properties.PayloadLength ?? 0, Timestamp.Format(now), new Dictionary<string, StoredFile>()));
                    await MarketplaceOperationStore.AddAsync(connection, transaction, operation);
                    await audit.WriteAsync(connection, transaction, caller, StampActions.DownloadProduct, TargetOf(name), "Accepted", operation.Id);
                    accepted.Add(operation);
                }

                return accepted;
            },
            cancellationToken);
    }

    /// <summary>All that can be reached from a product, itself aside.</summary>
    private static List<string> NeedsOf(string name, IReadOnlyDictionary<string, (Product Product, string[] Needs)> closure)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var toVisit = new Stack<string>([name]);
        while (toVisit.TryPop(out var at))
        {
            foreach (var need in closure.TryGetValue(at, out var known) ? known.Needs : [])
            {
                if (need != name && reached.Add(need))
                    toVisit.Push(need);
            }
        }

        return [.. reached];
    }

    private string TargetOf(string product) => $"{activations.ResourceId}/downloadedProducts/{product}";
}
