using System.Collections.Concurrent;
using Azsreg.Operator.Marketplace;

namespace Azsreg.Portal.Marketplace;

/// <summary>Rows, sorted once for each order that is asked for; a page is a walk from the row after which it goes on.</summary>
public sealed class ItemList
{
    private readonly ConcurrentDictionary<(ItemOrder Order, bool Descending), Sorted> _sorted = new();
    private readonly Dictionary<string, ItemRow> _byKey;

    public ItemList(IReadOnlyList<ItemRow> rows)
    {
        Rows = rows;
        _byKey = rows.ToDictionary(row => row.Key, StringComparer.OrdinalIgnoreCase);
        Kinds = [.. rows.Select(row => row.Shown.Properties.ProductKind).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(ItemKind.Told, StringComparer.Ordinal)];
        NotCompatible = rows.Count(row => !row.Shown.IsCompatible);
        Updates = rows.Count(row => row.Newer is not null);
    }

    public IReadOnlyList<ItemRow> Rows { get; }

    /// <summary>The kinds there are.</summary>
    public IReadOnlyList<string> Kinds { get; }

    public int NotCompatible { get; }

    public int Updates { get; }

    /// <summary>A row by its key; null where there is none.</summary>
    public ItemRow? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>A page of what a question is about.</summary>
    /// <param name="query">The question.</param>
    /// <param name="take">The most rows.</param>
    public ItemPage Page(ListQuery query, int take)
    {
        var sorted = _sorted.GetOrAdd((query.Order, query.Descending), order => new Sorted(Rows, order.Order, order.Descending));
        var words = query.Words;
        var start = query.After is { } after ? sorted.PlaceAfter(after) : 0;
        var page = new List<ItemRow>(take);
        var (matching, hasMore) = (0, false);
        for (var place = 0; place < sorted.Rows.Length; place++)
        {
            var row = sorted.Rows[place];
            if (!Takes(query, words, row))
                continue;
            matching++;
            if (place < start)
                continue;
            if (page.Count < take)
                page.Add(row);
            else
                hasMore = true;
        }

        return new ItemPage(page, matching, Rows.Count, NotCompatible, hasMore ? sorted.TokenOf(page[^1]) : null);
    }

    private static bool Takes(ListQuery query, IReadOnlyList<string> words, ItemRow row) =>
        (query.Kind is null || string.Equals(row.Shown.Properties.ProductKind, query.Kind, StringComparison.OrdinalIgnoreCase))
        && query.Chip switch
        {
            ItemChip.Compatible => row.Shown.IsCompatible,
            ItemChip.Downloaded => row.Standing is ItemStanding.Downloaded or ItemStanding.UpdateAvailable or ItemStanding.Downloading,
            ItemChip.Updates => row.Newer is not null,
            _ => true,
        }
        && row.Holds(words);

    private sealed class Sorted
    {
        private readonly Dictionary<string, int> _places;

        public Sorted(IReadOnlyList<ItemRow> rows, ItemOrder order, bool descending)
        {
            Rows = [.. rows];
            Array.Sort(Rows, Comparer<ItemRow>.Create((one, other) => (descending ? -Compare(order, one, other) : Compare(order, one, other)) is not 0 and var differs
                ? differs
                : Tie(one, other)));
            _places = Rows.Select((row, place) => (row.Key, place)).ToDictionary(one => one.Key, one => one.place, StringComparer.OrdinalIgnoreCase);
        }

        public ItemRow[] Rows { get; }

        public string TokenOf(ItemRow row) => FormattableString.Invariant($"{_places[row.Key]}~{row.Key}");

        /// <summary>Behind the row; where it went away meanwhile, behind its former place.</summary>
        public int PlaceAfter((int Place, string Key) after) => _places.TryGetValue(after.Key, out var place) ? place + 1 : Math.Min(after.Place, Rows.Length);

        private static int Compare(ItemOrder order, ItemRow one, ItemRow other) => order switch
        {
            ItemOrder.Publisher => Text(one.Shown.Properties.PublisherDisplayName, other.Shown.Properties.PublisherDisplayName),
            ItemOrder.Type => Text(ItemKind.Told(one.Shown.Properties.ProductKind), ItemKind.Told(other.Shown.Properties.ProductKind)),
            ItemOrder.Version => ItemVersion.Compare(one.Shown.Version, other.Shown.Version),
            ItemOrder.Size => (one.Shown.Properties.PayloadLength ?? -1).CompareTo(other.Shown.Properties.PayloadLength ?? -1),
            ItemOrder.State => one.Standing.CompareTo(other.Standing),
            _ => Text(one.Shown.Title, other.Shown.Title),
        };

        private static int Tie(ItemRow one, ItemRow other) => Text(one.Shown.Title, other.Shown.Title) is not 0 and var differs ? differs : string.CompareOrdinal(one.Key, other.Key);

        private static int Text(string? one, string? other) => string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }
}
