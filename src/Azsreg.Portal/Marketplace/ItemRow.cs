using Azsreg.Operator.Marketplace;

namespace Azsreg.Portal.Marketplace;

/// <summary>A row of a list.</summary>
/// <param name="Key">What tells it from the others: the item's id, or the id without its version.</param>
/// <param name="Shown">The version it is about.</param>
/// <param name="Versions">How many versions there are.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Newer">A newer version that may be had; null where there is none.</param>
/// <param name="Search">What a search looks through, in lower case.</param>
public sealed record ItemRow(string Key, MarketplaceItem Shown, int Versions, ItemStanding Standing, MarketplaceItem? Newer, string Search)
{
    /// <summary>All versions of an item as one row.</summary>
    public static ItemRow OfFamily(IReadOnlyList<MarketplaceItem> versions, Dictionary<string, MarketplaceItem> updates)
    {
        var shown = MarketplaceInventory.NewestOf(versions);
        var newer = versions.Select(version => updates.GetValueOrDefault(version.Id)).FirstOrDefault(update => update is not null);
        return new ItemRow(shown.Family, shown, versions.Count(version => version.IsOffered), StandingOf(versions, newer), newer, SearchOf(versions));
    }

    /// <summary>One version as a row.</summary>
    public static ItemRow OfVersion(MarketplaceItem item, Dictionary<string, MarketplaceItem> updates)
    {
        var newer = updates.GetValueOrDefault(item.Id);
        return new ItemRow(item.Id, item, 1, StandingOf([item], newer), newer, SearchOf([item]));
    }

    /// <summary>True where every word of a search is in it.</summary>
    public bool Holds(IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (!Search.Contains(word, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static ItemStanding StandingOf(IReadOnlyList<MarketplaceItem> versions, MarketplaceItem? newer) =>
        versions.Any(version => version.State == ItemState.Downloading) ? ItemStanding.Downloading
        : versions.Any(version => version.State == ItemState.Downloaded) ? (newer is null ? ItemStanding.Downloaded : ItemStanding.UpdateAvailable)
        : versions.Any(version => version.State == ItemState.Failed) ? ItemStanding.Failed
        : versions.Any(version => version.IsCompatible) ? ItemStanding.Offered
        : ItemStanding.NotCompatible;

    private static string SearchOf(IReadOnlyList<MarketplaceItem> versions)
    {
        var one = versions[0].Properties;
        return string.Join('\n', (string?[])[
            .. versions.Select(version => version.Id), one.DisplayName, one.PublisherDisplayName, one.PublisherIdentifier, one.Offer, one.Sku, one.GalleryItemIdentity,
        ]).ToLowerInvariant();
    }
}
