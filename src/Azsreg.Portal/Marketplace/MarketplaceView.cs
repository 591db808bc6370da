using Azsreg.Operator.Marketplace;

namespace Azsreg.Portal.Marketplace;

/// <summary>The marketplace as its two pages list it: items to be had, a row for all versions of one, and what is on the stamp, a row a version.</summary>
public sealed class MarketplaceView
{
    private readonly Dictionary<string, MarketplaceItem> _updates;

    /// <summary>Prepares an inventory for lists.</summary>
    public MarketplaceView(MarketplaceInventory inventory)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        Inventory = inventory;
        _updates = inventory.Updates.ToDictionary(update => update.Downloaded.Id, update => update.Newer, StringComparer.OrdinalIgnoreCase);
        Offered = new ItemList([
            .. inventory.Items.GroupBy(item => item.Family, StringComparer.OrdinalIgnoreCase)
                .Where(versions => versions.Any(version => version.IsOffered))
                .Select(versions => ItemRow.OfFamily([.. versions], _updates)),
        ]);
        OnStamp = new ItemList([.. inventory.Items.Where(item => item.State != ItemState.Offered).Select(item => ItemRow.OfVersion(item, _updates))]);
    }

    /// <summary>All items.</summary>
    public MarketplaceInventory Inventory { get; }

    /// <summary>A newer version of an item on the stamp that may be had; null where there is none.</summary>
    public MarketplaceItem? NewerOf(string id) => _updates.GetValueOrDefault(id);

    /// <summary>What the registration offers.</summary>
    public ItemList Offered { get; }

    /// <summary>What is on the stamp or on its way.</summary>
    public ItemList OnStamp { get; }
}
