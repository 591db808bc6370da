using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Marketplace;

/// <summary>
/// What the registration offers for download. Kept in memory and in the store, and listed anew when it is some minutes old; nobody waits long for
/// that while there is a former listing. While Azure cannot be reached the last one is given, and says so; where Azure refuses, that is told.
/// </summary>
internal sealed partial class ProductCatalogue(
    MarketplaceGate gate,
    ActivationService activations,
    ProductStore store,
    MarketplaceAzure azure,
    TimeProvider clock,
    ILogger<ProductCatalogue> logger) : IDisposable
{
    private const string ProductType = "Microsoft.AzureBridge.Admin/activations/products";

    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnreachedFor = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private CatalogueSnapshot? _current;
    private Task<CatalogueSnapshot>? _refresh;
    private Task<CatalogueSnapshot>? _following;
    private long _seenAt;
    private long _unreachedAt;

    /// <summary>The catalogue, as fresh as can be had without waiting long.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="anew">Azure is asked now, whatever is kept.</param>
    /// <param name="isFurtherPage">The list goes on: what was told with its first page is not looked at again.</param>
    /// <exception cref="ArmException">There is no marketplace, and the error says why; or Azure cannot be asked and never was.</exception>
    public async Task<ProductListing> ListAsync(StampCaller caller, CancellationToken cancellationToken, bool anew = false, bool isFurtherPage = false)
    {
        var activation = await gate.RequireAsync(caller, StampActions.ReadProducts, cancellationToken);
        var kept = await KeptAsync(activation, cancellationToken);
        var age = kept is null ? TimeSpan.MaxValue : clock.GetUtcNow() - kept.ListedAt;
        if (kept is not null && !anew && !isFurtherPage && age > LookAgainAfter && age < FreshFor)
            _ = Refresh(activation, fromNow: false); // For whoever lists next; how it fails is in the log, and told once the list is older.
        if (kept is not null && !anew && (isFurtherPage || age < FreshFor))
            return new ProductListing(kept, !isFurtherPage && !await IsReachedAsync(activation, cancellationToken));
        if (kept is not null && !anew && IsRecent(ref _unreachedAt, UnreachedFor))
            return new ProductListing(kept, Stale: true);

        var refresh = Refresh(activation, fromNow: anew);
        try
        {
            return kept is null || anew
                ? new ProductListing(await refresh.WaitAsync(cancellationToken))
                : new ProductListing(await refresh.WaitAsync(LongestWait, clock, cancellationToken));
        }
        catch (TimeoutException)
        {
            return new ProductListing(kept!);
        }
        catch (ArmException unreached) when (unreached.Error.Code == MarketplaceErrors.NotReachedCode && kept is not null)
        {
            return new ProductListing(kept, Stale: true);
        }
    }

    /// <summary>One product, with its description.</summary>
    public async Task<(Product Product, ProductListing Listing)?> FindAsync(StampCaller caller, string name, CancellationToken cancellationToken)
    {
        var listing = await ListAsync(caller, cancellationToken);
        return listing.Catalogue.Find(name) is { } found ? (found, listing) : null;
    }

    /// <summary>What was listed last, whatever its age; null where nothing was. Asks nobody.</summary>
    public async Task<CatalogueSnapshot?> LastAsync(CancellationToken cancellationToken) =>
        await activations.FindAsync(StampCaller.Stamp, cancellationToken) is { } activation ? await KeptAsync(activation, cancellationToken) : null;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task<CatalogueSnapshot?> KeptAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        if (_current is { } current && current.ActivationId == activation.ActivationId)
            return current;
        if (await store.ListAsync(cancellationToken) is not var (products, listedAt))
            return null;
        return _current = new CatalogueSnapshot(activation.ActivationId, products, listedAt);
    }

    /// <summary>False where Azure cannot be reached now. Where it refuses the bridge, the list would tell of what cannot be had.</summary>
    private async Task<bool> IsReachedAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        if (IsRecent(ref _seenAt, SeenFor))
            return true;
        if (IsRecent(ref _unreachedAt, UnreachedFor))
            return false;
        try
        {
            await azure.CheckAsync(activation, cancellationToken).WaitAsync(LongestWait, clock, cancellationToken);
            Note(ref _seenAt);
            return true;
        }
        catch (Exception unreached) when (unreached is TimeoutException or ArmException { Error.Code: MarketplaceErrors.NotReachedCode })
        {
            Note(ref _unreachedAt);
            return false;
        }
    }

    private bool IsRecent(ref long at, TimeSpan span) => clock.GetUtcNow().Ticks - Interlocked.Read(ref at) < span.Ticks;

    private void Note(ref long at) => Interlocked.Exchange(ref at, clock.GetUtcNow().Ticks);

    /// <summary>
    /// One listing at a time; it goes on when those who wait for it go away. One that is under way may have passed what was offered since it began:
    /// whoever asks for what is there now waits for the next.
    /// </summary>
    private Task<CatalogueSnapshot> Refresh(ActivationRecord activation, bool fromNow)
    {
        lock (_lock)
        {
            if (_refresh is not { IsCompleted: false } underWay)
                return _refresh = Task.Run(() => RefreshAsync(activation, _stopping.Token));
            return fromNow ? _following ??= FollowAsync(underWay, activation) : underWay;
        }
    }

    private async Task<CatalogueSnapshot> FollowAsync(Task former, ActivationRecord activation)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
            _following = null;
        return await Refresh(activation, fromNow: false);
    }

    private async Task<CatalogueSnapshot> RefreshAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        try
        {
            var products = await azure.ListAsync(activation, cancellationToken);
            Product[] renamed = [.. products.Select(Rename)];
            var snapshot = new CatalogueSnapshot(activation.ActivationId, renamed, clock.GetUtcNow());
            await store.ReplaceAsync(activation.ActivationId, renamed, snapshot.ListedAt, cancellationToken);
            Note(ref _seenAt);
            Interlocked.Exchange(ref _unreachedAt, 0);
            return _current = snapshot;
        }
        catch (ArmException failure)
        {
            LogNotListed(failure, activation.RegistrationId);
            if (failure.Error.Code == MarketplaceErrors.NotReachedCode)
                Note(ref _unreachedAt);
            throw;
        }
    }

    private Product Rename(Product product)
    {
        var name = ProductName.Of(product);
        return product with
        {
            Id = $"{activations.ResourceId}/products/{name}",
            Name = $"{WellKnown.ActivationName}/{name}",
            Type = ProductType,
            Etag = null,
            Properties = product.Properties with { ProvisioningState = "Succeeded" },
        };
    }

    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "The products of {RegistrationId} could not be listed")]
    private partial void LogNotListed(Exception failure, string registrationId);
}
