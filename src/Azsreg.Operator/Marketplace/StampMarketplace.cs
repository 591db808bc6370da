using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>A stamp's marketplace as its signed-in operator reaches it. What the stamp refuses is told in the catalogue's words, with its cause.</summary>
public sealed class StampMarketplace : IDisposable
{
    private readonly OperatorContext _context;
    private readonly StampSide _side;
    private readonly ArmClient _admin;
    private readonly AzureSession? _session;
    private StampMarketplaceOperations? _operations;

    private StampMarketplace(OperatorContext context, string stamp, string account, ArmClient admin, AzureSession? session)
    {
        _context = context;
        _admin = admin;
        _session = session;
        Stamp = stamp;
        Account = account;
        _side = new StampSide
        {
            Name = stamp,
            OpenSession = _ => throw new InvalidOperationException("The marketplace does not need the privileged endpoint."),
            Admin = admin,
        };
    }

    /// <summary>The stamp's name here.</summary>
    public string Stamp { get; }

    /// <summary>Who is signed in there.</summary>
    public string Account { get; }

    internal TimeProvider Clock => _context.Clock;

    /// <summary>Opens it; nothing is sent yet.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in there (AZR3001).</exception>
    public static StampMarketplace Open(OperatorContext context, StampEntry stamp)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(stamp);
        var admin = context.TryOpenStampAdmin(stamp) ?? throw new CataloguedException(
            ErrorCatalogue.NotSignedIn, $"Nobody is signed in at the admin endpoint of {stamp.Name}.", [$"azsreg login --stamp {stamp.Name}"]);
        return new StampMarketplace(context, stamp.Name, admin.Account.Name, admin.Arm, admin);
    }

    /// <summary>Opens it for somebody who is signed in there already; nothing is sent yet.</summary>
    /// <param name="context">Whose own sign-in to Azure, where there is one, is asked what the stamp does not tell.</param>
    /// <param name="stamp">The stamp.</param>
    public static StampMarketplace Open(OperatorContext context, SignedInStamp stamp)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(stamp);
        var marketplace = new StampMarketplace(context, stamp.Name, stamp.Account, stamp.Admin, null);
        marketplace._side.Place = new StampPlace(stamp.SubscriptionId, stamp.Region);
        return marketplace;
    }

    /// <summary>What is offered and what is on the stamp.</summary>
    public Task<MarketplaceInventory> ReadAsync(CancellationToken cancellationToken) => TellAsync(
        async operations =>
        {
            var offered = ToListAsync(operations.ListAsync(cancellationToken));
            var downloaded = ToListAsync(operations.ListDownloadedAsync(cancellationToken));
            var downloads = operations.ListDownloadsAsync(cancellationToken);
            await Task.WhenAll(offered, downloaded, downloads);
            return MarketplaceInventory.Of(await offered, await downloaded, await downloads);
        },
        cancellationToken);

    /// <summary>Whether the stamp has a list of what is offered at this moment, without reading it.</summary>
    /// <returns>Whether it is one from before, since Azure cannot be reached, and how old it is where the stamp tells.</returns>
    /// <exception cref="CataloguedException">There is none, and the entry says why.</exception>
    public Task<(bool IsStale, TimeSpan? Age)> ProbeAsync(CancellationToken cancellationToken) =>
        TellAsync(operations => operations.ProbeAsync(cancellationToken), cancellationToken);

    /// <summary>What the registration offers, as the stamp lists it.</summary>
    public Task<IReadOnlyList<Product>> ReadOfferedAsync(CancellationToken cancellationToken) =>
        TellAsync<IReadOnlyList<Product>>(async operations => await ToListAsync(operations.ListAsync(cancellationToken)), cancellationToken);

    /// <summary>What is on the stamp, and the latest downloads of each product, also where nothing is offered at this moment.</summary>
    public Task<StampContent> ReadContentAsync(CancellationToken cancellationToken) => TellAsync(
        async operations =>
        {
            var products = ToListAsync(operations.ListDownloadedAsync(cancellationToken));
            var downloads = operations.ListDownloadsAsync(cancellationToken);
            await Task.WhenAll(products, downloads);
            return new StampContent(await products, await downloads, Stamp);
        },
        cancellationToken);

    /// <summary>What is on the stamp, also where nothing is offered at this moment.</summary>
    public Task<MarketplaceInventory> ReadDownloadedAsync(CancellationToken cancellationToken) =>
        TellAsync(async operations => MarketplaceInventory.Of([], await ToListAsync(operations.ListDownloadedAsync(cancellationToken))), cancellationToken);

    /// <summary>An item with what only a single answer has: its description and, where the stamp tells them, its parts.</summary>
    public Task<MarketplaceItem> DescribeAsync(MarketplaceItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return TellAsync(
            async operations =>
            {
                var product = item.IsOffered
                    ? await operations.TryGetAsync(item.Id, cancellationToken)
                    : await operations.TryGetDownloadedAsync(item.Id, cancellationToken);
                return product is null ? item : item with { Properties = product.Properties };
            },
            cancellationToken);
    }

    /// <summary>What keeps the stamp from asking Azure at this moment, though it still shows what it was told before; null where nothing does.</summary>
    public async Task<ErrorEntry?> FindBridgeFaultAsync(CancellationToken cancellationToken) =>
        MarketplaceFailure.OfBridge(await ReadStampAsync(cancellationToken)) is { } fault ? await TellApartAsync(fault, cancellationToken) : null;

    /// <summary>The storage left on the stamp in bytes, as its region's health tells it; null where it tells none.</summary>
    public async Task<long?> FindFreeStorageAsync(CancellationToken cancellationToken)
    {
        var operations = await OperationsAsync(cancellationToken);
        try
        {
            return _side.Place?.Region is { } region ? await operations.TryGetFreeStorageAsync(region, cancellationToken) : null;
        }
        catch (ArmException)
        {
            // The stamp looks at its storage itself before it fetches anything; this look only spares a start in vain.
            return null;
        }
    }

    /// <summary>
    /// The products an item needs beside it, by id; null where neither the stamp tells them nor Azure does to the account signed in there.
    /// </summary>
    public async Task<IReadOnlyList<string>?> FindDependenciesAsync(MarketplaceItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Properties.ProductKind is not { } kind || !ItemKind.HasDependencies(kind))
            return [];
        if (item.Properties.ProductDetailsProperties?.DependentProducts is { } known)
            return known;
        if ((await DescribeAsync(item, cancellationToken)).Properties.ProductDetailsProperties?.DependentProducts is { } told)
            return told;
        return await AskAzureAsync(
            (arm, registration) => arm.Registrations.ListProductDetailsAsync(registration, item.Id, cancellationToken), cancellationToken) is { } details
            ? details.Properties.DependentProducts ?? []
            : null;
    }

    /// <summary>Items on the stamp that are built from some others and are none of them, by the id of what they need.</summary>
    /// <param name="inventory">What is on the stamp.</param>
    /// <param name="needed">What they may need.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ILookup<string, MarketplaceItem>> FindUsersAsync(
        MarketplaceInventory inventory, IReadOnlyCollection<MarketplaceItem> needed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        var uses = new List<(string Needed, MarketplaceItem User)>();
        foreach (var user in inventory.Items.Except(needed))
        {
            foreach (var need in await FindDependenciesAsync(user, cancellationToken) ?? [])
            {
                uses.AddRange(needed
                    .Where(one => one.Id.Equals(need, StringComparison.OrdinalIgnoreCase) || one.Family.Equals(need, StringComparison.OrdinalIgnoreCase))
                    .Select(one => (one.Id, user)));
            }
        }

        return uses.ToLookup(use => use.Needed, use => use.User, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Takes an item off the stamp.</summary>
    /// <exception cref="CataloguedException">It is not there (AZR6068), or needed (AZR6066).</exception>
    public Task DeleteAsync(MarketplaceItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return TellAsync(
            async operations =>
            {
                try
                {
                    await operations.DeleteAsync(item.Id, cancellationToken);
                    return true;
                }
                catch (ArmException refused) when (refused.StatusCode == 404 && MarketplaceFailure.NeedsReading(refused))
                {
                    throw new CataloguedException(ErrorCatalogue.MarketplaceItemNotDownloaded, $"{item.Id} is not on {Stamp}.", inner: refused);
                }
                catch (ArmException refused) when (refused.StatusCode == 409)
                {
                    throw new CataloguedException(ErrorCatalogue.MarketplaceItemInUse, $"{Stamp} says {refused.Error.Code}: {refused.Error.Message}", inner: refused);
                }
            },
            cancellationToken);
    }

    /// <summary>Stops a download.</summary>
    /// <exception cref="CataloguedException">None is under way (AZR6067), or the stamp has no such action (AZR6069).</exception>
    public Task CancelAsync(MarketplaceItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return TellAsync(
            async operations =>
            {
                try
                {
                    await operations.CancelAsync(item.Id, cancellationToken);
                    return true;
                }
                catch (ArmException refused) when (refused.StatusCode is 404 or 405 && MarketplaceFailure.NeedsReading(refused))
                {
                    // A stamp that knows the action names the product it does not find; one that does not, the path.
                    throw refused.Error.Code == "ResourceNotFound" || item.State != ItemState.Downloading
                        ? new CataloguedException(ErrorCatalogue.DownloadNotUnderWay, $"{Stamp} is not downloading {item.Id}.", inner: refused)
                        : new CataloguedException(ErrorCatalogue.MarketplaceActionNotOffered, $"{Stamp} says {refused.Error.Code}: {refused.Error.Message}", inner: refused);
                }
            },
            cancellationToken);
    }

    /// <summary>Deletes old versions of what is on the stamp in a newer one.</summary>
    /// <param name="dryRun">True to be told what would go, and nothing more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CataloguedException">The stamp has no such action (AZR6069).</exception>
    public Task<ProductCleanUp> CleanUpAsync(bool dryRun, CancellationToken cancellationToken) => TellAsync(
        async operations =>
        {
            try
            {
                return await operations.CleanUpAsync(dryRun, cancellationToken);
            }
            catch (ArmException refused) when (refused.StatusCode is 404 or 405 && refused.Error.Code != "ResourceGroupNotFound" && MarketplaceFailure.NeedsReading(refused))
            {
                throw new CataloguedException(ErrorCatalogue.MarketplaceActionNotOffered, $"{Stamp} says {refused.Error.Code}: {refused.Error.Message}", inner: refused);
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _session?.Dispose();

    /// <summary>Runs something on the stamp's marketplace and tells a refusal with its cause.</summary>
    internal async Task<T> TellAsync<T>(Func<StampMarketplaceOperations, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(await OperationsAsync(cancellationToken));
        }
        catch (ArmException refused)
        {
            throw await ExplainAsync(refused, cancellationToken);
        }
    }

    /// <summary>The cause of a refusal, looked for where the answer alone does not tell it.</summary>
    internal async Task<CataloguedException> ExplainAsync(ArmException refused, CancellationToken cancellationToken)
    {
        if (!MarketplaceFailure.NeedsReading(refused))
        {
            var told = MarketplaceFailure.Of(refused, Stamp, null, null);
            var entry = await TellApartAsync(told.Entry, cancellationToken);
            return entry == told.Entry ? told : new CataloguedException(
                entry, $"Azure does not have it any more, and the role of {Stamp}'s bridge went with it.", told.NextCommands, refused);
        }

        var reading = await ReadStampAsync(cancellationToken);
        var exists = reading.RegistrationId is null ? null : await RegistrationExistsAsync(cancellationToken);
        return MarketplaceFailure.Of(refused, Stamp, reading, exists);
    }

    internal async Task<StampMarketplaceOperations> OperationsAsync(CancellationToken cancellationToken)
    {
        if (_operations is not null)
            return _operations;
        var place = await StampReader.PlaceAsync(_side, _admin.StampAdmin, cancellationToken);
        return _operations = _admin.StampAdmin.Marketplace(place.SubscriptionId);
    }

    /// <summary>A role goes with its registration: to the bridge a deleted registration looks like a role taken away. Who is signed in to Azure can see which it is.</summary>
    private async Task<ErrorEntry> TellApartAsync(ErrorEntry fault, CancellationToken cancellationToken) =>
        fault == ErrorCatalogue.MarketplaceNotAuthorized && await RegistrationExistsAsync(cancellationToken) == false ? ErrorCatalogue.RegistrationDeleted : fault;

    private Task<StampReading> ReadStampAsync(CancellationToken cancellationToken) =>
        StampReader.ReadAsync(_side, _context.Clock, countProducts: false, cancellationToken, withIdentity: true);

    private async Task<bool?> RegistrationExistsAsync(CancellationToken cancellationToken) => (await AskAzureAsync(
        async (arm, registration) => new Found(await arm.Registrations.TryGetAsync(registration, cancellationToken) is not null), cancellationToken))?.IsThere;

    /// <summary>Asks Azure itself with the operator's own account, where somebody is signed in who sees the registration's subscription; null otherwise.</summary>
    private async Task<T?> AskAzureAsync<T>(Func<ArmClient, ArmResourceId, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (!ArmResourceId.TryParse((await ReadStampAsync(cancellationToken)).RegistrationId, out var registration))
            return null;
        try
        {
            using var azure = _context.OpenAzure(subscription: registration.SubscriptionId);
            return await ask(azure.Arm, registration);
        }
        catch (Exception unknown) when (unknown is CataloguedException or ArmException)
        {
            // Azure is a second source here; without it less is told, and nothing fails.
            return null;
        }
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var found = new List<T>();
        await foreach (var item in items)
            found.Add(item);
        return found;
    }

    private sealed record Found(bool IsThere);
}
