using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>Reads what the pane of an item shows, and what a download of it would mean.</summary>
internal sealed class ItemReader(MarketplaceDoor door, TimeProvider clock)
{
    /// <summary>The item.</summary>
    /// <param name="reading">The marketplace.</param>
    /// <param name="id">The item's id.</param>
    /// <param name="asksToDelete">Its deletion is asked about.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CataloguedException">There is none of that id (AZR6057).</exception>
    public async Task<ItemDetails> ReadAsync(MarketplaceReading reading, string id, bool asksToDelete, CancellationToken cancellationToken)
    {
        var inventory = reading.View.Inventory;
        var known = inventory.Find(id) ?? throw Unknown(id);
        var marketplace = await door.OpenAsync(cancellationToken);
        var latest = reading.DownloadOf(known.Id);
        var details = new ItemDetails
        {
            Item = reading.Fault is null || !known.IsOffered ? await marketplace.DescribeAsync(known, cancellationToken) : known,
            Versions = inventory.VersionsOf(known),
            Newer = reading.View.NewerOf(known.Id),
            Download = latest is not null && (latest.IsUnderWay || reading.IsFailure(latest, clock.GetUtcNow())) ? latest : null,
            AsksToDelete = asksToDelete && known.State == ItemState.Downloaded,
        };
        details = details with { Accepted = AcceptedOf(details.Item) };
        if (details.IsUnderWay)
            return details;
        if (known.State == ItemState.Downloaded)
            return await WithUsesAsync(details, marketplace, reading, cancellationToken);
        return reading.Fault is null ? await WithPlanAsync(details, known, marketplace, inventory, cancellationToken) : details with { Obstacle = reading.Fault };
    }

    /// <summary>What a download of an item would fetch.</summary>
    /// <exception cref="CataloguedException">It cannot be downloaded, and the entry says why.</exception>
    public async Task<(DownloadPlan Plan, IReadOnlyList<MarketplaceItem> OpenTerms)> PlanAsync(MarketplaceReading reading, string id, CancellationToken cancellationToken)
    {
        var item = reading.View.Inventory.Find(id) ?? throw Unknown(id);
        var plan = await new DownloadPlanner(await door.OpenAsync(cancellationToken), reading.View.Inventory).PlanAsync([item], cancellationToken);
        return (plan, door.Terms.FindOpen(plan.ToFetch.Select(one => one.Item)));
    }

    private static CataloguedException Unknown(string id) => new(ErrorCatalogue.MarketplaceItemUnknown, $"'{(id.Length > 200 ? id[..200] : id)}' is neither offered nor on the stamp.");

    private static async Task<ItemDetails> WithUsesAsync(ItemDetails details, StampMarketplace marketplace, MarketplaceReading reading, CancellationToken cancellationToken)
    {
        var needs = await marketplace.FindDependenciesAsync(details.Item, cancellationToken);
        if (!details.AsksToDelete)
            return details with { Needs = needs };
        // Only what is on the stamp can be using it.
        var there = reading.Content.With([]);
        var users = there.Find(details.Item.Id) is { } item ? (await marketplace.FindUsersAsync(there, [item], cancellationToken))[item.Id].ToList() : [];
        return details with { Needs = needs, Users = users };
    }

    private async Task<ItemDetails> WithPlanAsync(
        ItemDetails details, MarketplaceItem known, StampMarketplace marketplace, MarketplaceInventory inventory, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await new DownloadPlanner(marketplace, inventory).PlanAsync([known], cancellationToken);
            return details with { Plan = plan, OpenTerms = door.Terms.FindOpen(plan.ToFetch.Select(one => one.Item)) };
        }
        catch (CataloguedException obstacle)
        {
            return details with { Obstacle = obstacle };
        }
    }

    private AcceptedTerms? AcceptedOf(MarketplaceItem item) => string.IsNullOrEmpty(item.Properties.LegalTerms) || door.Terms.FindOpen([item]).Count > 0
        ? null
        : door.Terms.Read().LastOrDefault(one => one.Item.Equals(item.Family, StringComparison.OrdinalIgnoreCase));
}
