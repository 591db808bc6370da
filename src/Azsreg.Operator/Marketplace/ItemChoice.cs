using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>Finds the item a person means: by id, by the id without its version, by title, or by a text that only one item holds.</summary>
internal static class ItemChoice
{
    private const int MostCandidates = 10;

    /// <summary>The version of the item that is meant; the newest that goes with the stamp where none is named.</summary>
    /// <param name="inventory">What there is.</param>
    /// <param name="named">What was typed.</param>
    /// <param name="version">The version; null where the newest is meant.</param>
    /// <param name="wanted">Which items come into question, such as those on the stamp.</param>
    /// <exception cref="CataloguedException">There is none (AZR6057), or several could be meant (AZR6058).</exception>
    public static MarketplaceItem Find(MarketplaceInventory inventory, string named, string? version, Func<MarketplaceItem, bool>? wanted = null)
    {
        var items = wanted is null ? inventory.Items : [.. inventory.Items.Where(wanted)];
        if (items.FirstOrDefault(item => Same(item.Id, named)) is { } exact)
            return version is null || Same(exact.Version, version) ? exact : VersionOf(items, exact.Family, version);

        var families = items.Where(item => Same(item.Family, named)).Select(item => item.Family).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (families.Count == 0)
            families = Families(items, item => Same(item.Title, named));
        if (families.Count == 0)
            families = Families(items, item => new MarketplaceFilter { Text = named }.Takes(item));
        return families switch
        {
            [var family] => version is null ? MarketplaceInventory.NewestOf(Of(items, family)) : VersionOf(items, family, version),
            [] => throw Unknown(inventory, named),
            _ => throw Ambiguous(items, named, families),
        };
    }

    private static MarketplaceItem VersionOf(IReadOnlyList<MarketplaceItem> items, string family, string version) =>
        Of(items, family).FirstOrDefault(item => Same(item.Version, version)) ?? throw new CataloguedException(
            ErrorCatalogue.MarketplaceItemUnknown,
            $"{family} has no version {version}; it has {string.Join(", ", Of(items, family).Select(item => item.Version))}.",
            [$"azsreg marketplace versions {family}"]);

    private static CataloguedException Unknown(MarketplaceInventory inventory, string named)
    {
        var words = named.Split([' ', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2).ToList();
        var near = inventory.Items
            .Select(item => (item.Family, item.Title, Hits: words.Count(word => new MarketplaceFilter { Text = word }.Takes(item))))
            .Where(one => one.Hits > 0)
            .DistinctBy(one => one.Family, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(one => one.Hits)
            .Take(3)
            .Select(one => one.Family)
            .ToList();
        var detail = $"Nothing is called '{named}' among {inventory.Items.Count} items.";
        return new CataloguedException(
            ErrorCatalogue.MarketplaceItemUnknown, near.Count == 0 ? detail : $"{detail} Near to it: {string.Join(", ", near)}.");
    }

    private static CataloguedException Ambiguous(IReadOnlyList<MarketplaceItem> items, string named, List<string> families)
    {
        var shown = families.Take(MostCandidates).Select(family => $"{family}  ({Of(items, family)[0].Title})");
        var more = families.Count > MostCandidates ? $"\nand {families.Count - MostCandidates} more" : "";
        return new CataloguedException(
            ErrorCatalogue.MarketplaceItemAmbiguous,
            $"'{named}' could be any of {families.Count} items:\n{string.Join('\n', shown)}{more}",
            [$"azsreg marketplace list --text \"{named}\""]);
    }

    private static List<string> Families(IReadOnlyList<MarketplaceItem> items, Func<MarketplaceItem, bool> takes) =>
        [.. items.Where(takes).Select(item => item.Family).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static List<MarketplaceItem> Of(IReadOnlyList<MarketplaceItem> items, string family) => [.. items.Where(item => Same(item.Family, family))];

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
