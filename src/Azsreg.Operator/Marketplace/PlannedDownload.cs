namespace Azsreg.Operator.Marketplace;

/// <summary>One line of a plan of downloads.</summary>
/// <param name="Item">The item.</param>
/// <param name="NeededBy">The item that needs it; null where it was asked for itself.</param>
public sealed record PlannedDownload(MarketplaceItem Item, MarketplaceItem? NeededBy = null)
{
    /// <summary>True where the item is on the stamp already.</summary>
    public bool IsInPlace => Item.State == ItemState.Downloaded;
}
