using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>Works out what has to be fetched for what was asked for, and whether it may and can be, before anything is started.</summary>
public sealed class DownloadPlanner(StampMarketplace marketplace, MarketplaceInventory inventory)
{
    /// <summary>The most items of one plan; a chain of dependencies without end stops here.</summary>
    private const int MostItems = 10_000;

    private readonly Dictionary<string, PlannedDownload> _planned = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PlannedDownload> _order = [];
    private readonly List<string> _notes = [];

    /// <summary>Makes the plan.</summary>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CataloguedException">
    /// An item does not go with the stamp (AZR6029), is not offered any more (AZR6057), or all of it does not fit (AZR6030).
    /// </exception>
    public async Task<DownloadPlan> PlanAsync(IEnumerable<MarketplaceItem> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        foreach (var item in wanted)
            await AddAsync(item, null, cancellationToken);
        var plan = new DownloadPlan(_order, _order.All(one => one.IsInPlace) ? null : await marketplace.FindFreeStorageAsync(cancellationToken), _notes);
        if (plan.FreeStorage is { } free && plan.Bytes > free)
        {
            throw new CataloguedException(
                ErrorCatalogue.NotEnoughSpace,
                FormattableString.Invariant($"{plan.ToFetch.Count} items of {plan.Bytes:#,0} bytes are to be downloaded; {marketplace.Stamp} has {free:#,0} bytes left."));
        }

        return plan;
    }

    private async Task AddAsync(MarketplaceItem item, MarketplaceItem? neededBy, CancellationToken cancellationToken)
    {
        var line = new PlannedDownload(item, neededBy);
        if (!_planned.TryAdd(item.Id, line) || _planned.Count > MostItems)
            return;
        if (!line.IsInPlace)
            DemandTakeable(item, neededBy);
        foreach (var needed in await NeededAsync(item, cancellationToken))
            await AddAsync(needed, item, cancellationToken);
        _order.Add(line);
    }

    private async Task<IReadOnlyList<MarketplaceItem>> NeededAsync(MarketplaceItem item, CancellationToken cancellationToken)
    {
        if (item.State == ItemState.Downloaded)
            return [];
        if (await marketplace.FindDependenciesAsync(item, cancellationToken) is not { } ids)
        {
            _notes.Add($"What {item.Title} is built from is not told here. A stamp may fetch it along; otherwise download what its description names.");
            return [];
        }

        var needed = new List<MarketplaceItem>();
        foreach (var id in ids)
        {
            // Named with its version, or without it where any will do; then one that is there already is enough.
            if (inventory.Find(id) is { } exact)
                needed.Add(exact);
            else if (inventory.Items.Where(one => one.Family.Equals(id, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } versions)
                needed.Add(versions.Find(one => one.State == ItemState.Downloaded) ?? MarketplaceInventory.NewestOf(versions));
            else
                _notes.Add($"{item.Title} needs {id}, which this registration does not offer.");
        }

        return needed;
    }

    private void DemandTakeable(MarketplaceItem item, MarketplaceItem? neededBy)
    {
        var why = neededBy is null ? "" : $", which {neededBy.Title} needs,";
        if (!item.IsOffered)
        {
            throw new CataloguedException(
                ErrorCatalogue.MarketplaceItemUnknown, $"{item.Id}{why} is not offered any more.", [$"azsreg marketplace versions {item.Family}"]);
        }

        if (item.IsCompatible)
            return;
        var compatibility = item.Properties.Compatibility!;
        throw new CataloguedException(
            ErrorCatalogue.ProductNotCompatible,
            $"{item.Id}{why} does not go with {marketplace.Stamp}: {string.Join(", ", compatibility.Issues)}."
            + (compatibility.Description is { Length: > 0 } and not "None" ? $" {compatibility.Description}" : ""),
            [$"azsreg marketplace versions {item.Family}"]);
    }
}
