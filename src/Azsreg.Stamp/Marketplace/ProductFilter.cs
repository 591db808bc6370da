using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace;

/// <summary>
/// Which products a list shows. <c>$search</c> (this stamp's own) gives words that must all be in a product's names; <c>$filter</c> compares
/// <c>productKind</c>, <c>publisherIdentifier</c> and <c>compatibility/isCompatible</c> for equality, joined by <c>and</c>.
/// </summary>
internal sealed partial class ProductFilter
{
    private const int LongestText = 500;
    private const int MostWords = 16;

    private readonly string[] _words;
    private readonly IReadOnlyList<(string Field, string Value)> _terms;

    private ProductFilter(string[] words, IReadOnlyList<(string Field, string Value)> terms) => (_words, _terms) = (words, terms);

    /// <exception cref="ArmException">400: one of them is too long or not of this form.</exception>
    public static ProductFilter Parse(string? search, string? filter)
    {
        var words = (search ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (search is { Length: > LongestText } || words.Length > MostWords)
            throw new ArmException(400, "InvalidSearchInQueryString", $"$search may have at most {MostWords} words and {LongestText} characters.", "$search");
        if (string.IsNullOrWhiteSpace(filter))
            return new ProductFilter(words, []);
        if (filter.Length > LongestText || Whole().Match(filter) is not { Success: true } match)
        {
            throw new ArmException(
                400,
                "InvalidFilterInQueryString",
                $"Invalid $filter '{(filter.Length > 200 ? filter[..200] : filter)}' specified in the query string. It compares productKind, publisherIdentifier "
                + "or compatibility/isCompatible by eq, joined by and.",
                "$filter");
        }

        var fields = match.Groups["field"].Captures;
        var values = match.Groups["value"].Captures;
        return new ProductFilter(
            words, [.. fields.Zip(values, (field, value) => (field.Value.ToLowerInvariant(), Literal(value.Value)))]);
    }

    /// <param name="product">The product.</param>
    /// <param name="text">Its names in lower case.</param>
    public bool Matches(ProductProperties product, string text)
    {
        foreach (var word in _words)
        {
            if (!text.Contains(word, StringComparison.Ordinal))
                return false;
        }

        foreach (var (field, value) in _terms)
        {
            if (!ValueOf(product, field).Equals(value, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    /// <summary>Only the outer quotes go: a value may begin or end with one of its own.</summary>
    private static string Literal(string value) => value[0] == '\'' ? value[1..^1].Replace("''", "'", StringComparison.Ordinal) : value;

    private static string ValueOf(ProductProperties product, string field) => field switch
    {
        "productkind" => product.ProductKind ?? "",
        "publisheridentifier" => product.PublisherIdentifier ?? "",
        _ => product.Compatibility is { IsCompatible: false } ? "false" : "true",
    };

    // Every quantifier is bounded by a character that cannot start its successor: no input makes this backtrack at length.
    [GeneratedRegex(
        @"^\s*(properties/)?(?<field>productKind|publisherIdentifier|compatibility/isCompatible)\s+eq\s+(?<value>'([^']|'')*'|true|false)(\s+and\s+(properties/)?(?<field>productKind|publisherIdentifier|compatibility/isCompatible)\s+eq\s+(?<value>'([^']|'')*'|true|false))*\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
