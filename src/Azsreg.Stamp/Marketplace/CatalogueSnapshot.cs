using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The registration's catalogue as Azure listed it at one time, prepared for pages, search and comparison of versions. Never changes.</summary>
internal sealed class CatalogueSnapshot
{
    private readonly Entry[] _entries;
    private readonly Dictionary<string, Entry> _byName;
    private readonly Dictionary<string, Entry> _newest;

    public CatalogueSnapshot(Guid activationId, IReadOnlyList<Product> products, DateTimeOffset listedAt)
    {
        ActivationId = activationId;
        ListedAt = listedAt;
        _entries = [.. products.Select(product => new Entry(product)).DistinctBy(entry => entry.Key).OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        _byName = _entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
        _newest = [];
        // A version the stamp cannot have is no update of one it has.
        foreach (var entry in _entries.Where(entry => entry.Product.Properties.Compatibility is not { IsCompatible: false }))
        {
            if (!_newest.TryGetValue(entry.Name.Series, out var newest) || ProductName.Compare(entry.Version, newest.Version) > 0)
                _newest[entry.Name.Series] = entry;
        }
    }

    /// <summary>The activation whose registration this is the catalogue of.</summary>
    public Guid ActivationId { get; }

    /// <summary>When Azure gave the list.</summary>
    public DateTimeOffset ListedAt { get; }

    public int Count => _entries.Length;

    /// <summary>A product by its name, whatever the letter case.</summary>
    public Product? Find(string name) => _byName.GetValueOrDefault(name.ToLowerInvariant())?.Product;

    /// <summary>Products in the order of their names, without the description, which recorded lists leave out.</summary>
    /// <param name="after">The key before the first; null from the first on.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="take">The most of them.</param>
    public IReadOnlyList<Product> Page(string? after, ProductFilter filter, int take)
    {
        var page = new List<Product>(Math.Min(take, 1024));
        for (var i = after is null ? 0 : IndexAfter(after); i < _entries.Length && page.Count < take; i++)
        {
            if (filter.Matches(_entries[i].Product.Properties, _entries[i].Text))
                page.Add(_entries[i].Listed);
        }

        return page;
    }

    /// <summary>The key a page goes on after.</summary>
    public static string KeyOf(Product product) => ProductName.Of(product).ToLowerInvariant();

    /// <summary>What is newer than a product of this name; null where nothing is.</summary>
    public ProductUpdate? UpdateOf(string name, string version) =>
        _newest.TryGetValue(ProductName.Parse(name).Series, out var newest) && ProductName.Compare(newest.Version, version) > 0
            ? new ProductUpdate(newest.Version, ProductName.Of(newest.Product))
            : null;

    private int IndexAfter(string key)
    {
        var (low, high) = (0, _entries.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_entries[middle].Key, key) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private sealed class Entry
    {
        public Entry(Product product)
        {
            Product = product;
            Listed = product with { Properties = product.Properties with { Description = null } };
            Key = KeyOf(product);
            Name = ProductName.Parse(Key);
            Text = string.Join('\n', Key, product.Properties.DisplayName, product.Properties.PublisherDisplayName, product.Properties.Offer, product.Properties.Sku).ToLowerInvariant();
        }

        public Product Product { get; }

        public Product Listed { get; }

        public string Key { get; }

        public ProductName Name { get; }

        /// <summary>What a search looks through.</summary>
        public string Text { get; }

        public string Version => Name.Version.Length > 0 ? Name.Version : Product.Properties.Details?.Version ?? "";
    }
}
