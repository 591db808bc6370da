using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Azsreg.Portal.Marketplace;

/// <summary>What a list's address asks for. All of it is in the address, so that it can be kept, sent and gone back to.</summary>
public sealed record ListQuery
{
    private const int LongestText = 200;
    private const int MostWords = 16;
    private const int LongestKey = 400;

    /// <summary>The page's path.</summary>
    public required string Path { get; init; }

    /// <summary>The text searched for.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only this kind; null for all.</summary>
    public string? Kind { get; init; }

    public ItemChip Chip { get; init; }

    public ItemOrder Order { get; init; }

    public bool Descending { get; init; }

    /// <summary>The row after which the page begins, and its place; null at the first page.</summary>
    public (int Place, string Key)? After { get; init; }

    /// <summary>The item shown in the pane; null for none.</summary>
    public string? Item { get; init; }

    /// <summary>The words of the text, in lower case.</summary>
    public IReadOnlyList<string> Words => [.. Text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords)];

    /// <summary>True where the list is narrowed.</summary>
    public bool IsNarrowed => Text.Length > 0 || Kind is not null || Chip != ItemChip.All;

    /// <summary>The page's address with all that is asked for but the place in the list.</summary>
    public string Href => AddressOf(null);

    /// <summary>The address of the page that goes on after a row.</summary>
    public string HrefAfter(string token) => (this with { Item = null }).AddressOf(token);

    /// <summary>The same page with an item in the pane.</summary>
    public string HrefOf(string item) => (this with { Item = item }).Href;

    /// <summary>The same page without a pane.</summary>
    public string HrefClosed => (this with { Item = null }).Href;

    /// <summary>The first page in another order; the other way round where it has that order already.</summary>
    public string HrefBy(ItemOrder order) => (this with { Order = order, Descending = order == Order && !Descending, Item = null }).Href;

    /// <summary>Reads a request's address. What cannot be meant is left out, as in any list of links.</summary>
    public static ListQuery Read(HttpRequest request, string path) => Read(name => request.Query[name].ToString(), path);

    /// <summary>Reads the address of one of the pages.</summary>
    /// <param name="address">The path and what follows it.</param>
    /// <param name="item">The item shown in the pane in place of that of the address; null for none.</param>
    public static ListQuery Of(string address, string? item)
    {
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var parameters = QueryHelpers.ParseQuery(mark < 0 ? "" : address[mark..]);
        return Read(name => parameters.TryGetValue(name, out var values) ? values.ToString() : "", mark < 0 ? address : address[..mark]) with { Item = item };
    }

    /// <summary>What else than the text is in the address, for the form that searches.</summary>
    public IEnumerable<(string Name, string Value)> Kept()
    {
        if (Kind is not null)
            yield return ("kind", Kind);
        if (Chip != ItemChip.All)
            yield return ("show", Chip.ToString().ToLowerInvariant());
        if (Order != ItemOrder.Name || Descending)
            yield return ("sort", (Descending ? "-" : "") + Order.ToString().ToLowerInvariant());
    }

    private static ListQuery Read(Func<string, string> parameter, string path)
    {
        var sort = parameter("sort");
        return new ListQuery
        {
            Path = path,
            Text = Cut(parameter("q").Trim(), LongestText),
            Kind = Given(parameter("kind")),
            Chip = Enum.TryParse<ItemChip>(parameter("show"), ignoreCase: true, out var chip) && Enum.IsDefined(chip) ? chip : ItemChip.All,
            Order = Enum.TryParse<ItemOrder>(sort.TrimStart('-'), ignoreCase: true, out var order) && Enum.IsDefined(order) ? order : ItemOrder.Name,
            Descending = sort.StartsWith('-'),
            After = ReadAfter(parameter("after")),
            Item = Given(parameter("item")),
        };
    }

    private string AddressOf(string? after)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (Text.Length > 0)
            parameters["q"] = Text;
        foreach (var (name, value) in Kept())
            parameters[name] = value;
        if (after is not null)
            parameters["after"] = after;
        if (Item is not null)
            parameters["item"] = Item;
        return QueryHelpers.AddQueryString(Path, parameters);
    }

    private static (int Place, string Key)? ReadAfter(string token) =>
        token.Length is > 2 and <= LongestKey + 12 && token.IndexOf('~', StringComparison.Ordinal) is > 0 and var mark
        && int.TryParse(token.AsSpan(0, mark), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? (place, token[(mark + 1)..])
            : null;

    private static string? Given(string value) => value.Length is > 0 and <= LongestKey ? value : null;

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;
}
