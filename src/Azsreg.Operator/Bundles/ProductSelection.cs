using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>Which items are meant: by id, by what they are, or all. Ids come on top of what the filter takes.</summary>
public sealed record ProductSelection
{
    private const int MostHints = 5;

    /// <summary>Ids, such as <c>canonical.ubuntuserver1804-lts-18.4.20210201</c>; without a version the newest is meant.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Which others, as long as they are compatible; none where it is empty and <see cref="All"/> is not set.</summary>
    public MarketplaceFilter Filter { get; init; } = new();

    /// <summary>All that is compatible.</summary>
    public bool All { get; init; }

    /// <summary>True where something was chosen.</summary>
    public bool IsGiven => TakesMany || Ids.Count > 0;

    private bool TakesMany => All || !Filter.IsEmpty;

    /// <summary>The id of a product as a list names it: <c>{registration}/{id}</c>.</summary>
    public static string IdOf(Product product) => Item(product).Id;

    /// <summary>Those of a list that are meant, in its order. What is not compatible is taken only by its id.</summary>
    /// <exception cref="CataloguedException">An id is not listed (AZR6084).</exception>
    public IReadOnlyList<Product> Choose(IReadOnlyList<Product> listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        var named = Ids.Select(id => IdOf(Find(listed, id) ?? throw NotListed(listed, id))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var filter = Filter with { CompatibleOnly = true };
        return [.. listed.Where(one => named.Contains(IdOf(one)) || (TakesMany && filter.Takes(Item(one))))];
    }

    /// <summary>The product of an id, or the newest version of one without; null where there is none.</summary>
    public static Product? Find(IReadOnlyList<Product> listed, string id) =>
        listed.FirstOrDefault(one => IdOf(one).Equals(id, StringComparison.OrdinalIgnoreCase)) ?? Versions(listed, id).FirstOrDefault();

    /// <summary>Versions retire and pinned lists break, so the versions there are now come along.</summary>
    private static CataloguedException NotListed(IReadOnlyList<Product> listed, string id)
    {
        var near = Versions(listed, ItemVersion.FamilyOf(id)).Take(MostHints).Select(IdOf).ToList();
        var other = near.Count == 0 ? "" : $" Listed are {string.Join(", ", near)}.";
        return new CataloguedException(ErrorCatalogue.ProductNotListed, $"'{id}' is none of the {listed.Count} items listed.{other}");
    }

    /// <summary>The versions of a family, the newest first.</summary>
    private static IEnumerable<Product> Versions(IReadOnlyList<Product> listed, string family) => listed
        .Where(one => Item(one).Family.Equals(family, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(one => Item(one).Version, Comparer<string?>.Create(ItemVersion.Compare));

    private static MarketplaceItem Item(Product product) => MarketplaceItem.Of(product, default, isOffered: true);
}
