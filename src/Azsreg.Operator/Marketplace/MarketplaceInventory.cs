using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Marketplace;

/// <summary>What is offered and what is on the stamp, put together.</summary>
public sealed class MarketplaceInventory
{
    private readonly Dictionary<string, MarketplaceItem> _byId;

    private MarketplaceInventory(IEnumerable<MarketplaceItem> items)
    {
        _byId = items.ToDictionary(item => item.Id, StringComparer.OrdinalIgnoreCase);
        Items =
        [
            .. _byId.Values
                .OrderBy(item => item.Title, StringComparer.OrdinalIgnoreCase)
                .ThenBy(item => item.Family, StringComparer.OrdinalIgnoreCase)
                .ThenByDescending(item => item.Version, Comparer<string?>.Create(ItemVersion.Compare)),
        ];
    }

    /// <summary>Every version of every item, by title, the newest version of an item first.</summary>
    public IReadOnlyList<MarketplaceItem> Items { get; }

    /// <summary>Items on the stamp of which a newer version is offered that goes with it, and is not on the stamp too.</summary>
    public IReadOnlyList<ItemUpdate> Updates =>
    [
        .. Items.GroupBy(item => item.Family, StringComparer.OrdinalIgnoreCase).Select(UpdateOf).OfType<ItemUpdate>(),
    ];

    /// <summary>Puts the lists together; a product that is in several is one item.</summary>
    /// <param name="offered">What the registration offers.</param>
    /// <param name="downloaded">What is on the stamp.</param>
    /// <param name="downloads">Downloads the stamp tells of, the latest first.</param>
    public static MarketplaceInventory Of(IEnumerable<Product> offered, IEnumerable<Product> downloaded, IEnumerable<ProductDownload>? downloads = null)
    {
        var items = new Dictionary<string, MarketplaceItem>(StringComparer.OrdinalIgnoreCase);
        foreach (var product in offered)
        {
            var item = MarketplaceItem.Of(product, OfferedState(product.Properties.ProvisioningState), isOffered: true);
            items[item.Id] = item;
        }

        foreach (var product in downloaded)
        {
            var item = MarketplaceItem.Of(product, DownloadedState(product.Properties.ProvisioningState), isOffered: false);
            items[item.Id] = items.TryGetValue(item.Id, out var known) ? known with { State = item.State } : item;
        }

        foreach (var download in downloads?.Where(one => one.Status == "InProgress") ?? [])
        {
            var name = download.Properties?.Product ?? "";
            var id = name[(name.LastIndexOf('/') + 1)..];
            if (items.TryGetValue(id, out var known))
                items[id] = known with { State = ItemState.Downloading, Percent = download.PercentComplete };
        }

        return new MarketplaceInventory(items.Values);
    }

    /// <summary>An item by its id, in any letter case; null where there is none.</summary>
    public MarketplaceItem? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The version a person means: named by id, by the id without its version, by title, or by a text that only one item holds.</summary>
    /// <param name="named">What was typed.</param>
    /// <param name="version">The version; null for the newest that goes with the stamp.</param>
    /// <param name="wanted">Which items come into question; null for all.</param>
    /// <exception cref="CataloguedException">There is none (AZR6057), or several could be meant (AZR6058).</exception>
    public MarketplaceItem Choose(string named, string? version = null, Func<MarketplaceItem, bool>? wanted = null) => ItemChoice.Find(this, named, version, wanted);

    /// <summary>All versions of the item that a version belongs to, the newest first.</summary>
    public IReadOnlyList<MarketplaceItem> VersionsOf(MarketplaceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. Items.Where(one => one.Family.Equals(item.Family, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The newest version that may be downloaded, among those of one item; where none goes with the stamp, the newest at all.</summary>
    public static MarketplaceItem NewestOf(IEnumerable<MarketplaceItem> versions) =>
        versions.OrderByDescending(item => item.IsOffered).ThenByDescending(item => item.IsCompatible)
            .ThenByDescending(item => item.Version, Comparer<string?>.Create(ItemVersion.Compare)).First();

    private static ItemUpdate? UpdateOf(IEnumerable<MarketplaceItem> family)
    {
        var versions = family.ToList();
        var there = versions.Where(item => item.State == ItemState.Downloaded).MaxBy(item => item.Version, Comparer<string?>.Create(ItemVersion.Compare));
        var newest = versions.Where(item => item is { IsOffered: true, IsCompatible: true }).MaxBy(item => item.Version, Comparer<string?>.Create(ItemVersion.Compare));
        return there is not null && newest is not null && ItemVersion.Compare(newest.Version, there.Version) > 0 ? new ItemUpdate(there, newest) : null;
    }

    // A stamp shows in the list of what is offered that it is fetching a product; "Succeeded" there says nothing but that the product is listed.
    private static ItemState OfferedState(string? state) => IsUnderWay(state) ? ItemState.Downloading : ItemState.Offered;

    private static ItemState DownloadedState(string? state) =>
        IsUnderWay(state) ? ItemState.Downloading
        : state is null || state.Equals("Succeeded", StringComparison.OrdinalIgnoreCase) ? ItemState.Downloaded
        : ItemState.Failed;

    private static bool IsUnderWay(string? state) =>
        state is not null && (state.Equals("Downloading", StringComparison.OrdinalIgnoreCase) || state.Equals("Starting", StringComparison.OrdinalIgnoreCase)
            || state.Equals("Running", StringComparison.OrdinalIgnoreCase));
}
