using System.Text.RegularExpressions;

namespace Azsreg.Cloud.Directory;

/// <summary>The part of OData's <c>$filter</c> that clients of these collections use: one property equal to, or starting with, a text.</summary>
internal sealed partial record GraphFilter(string Property, string Value, bool StartsWith)
{
    private const int MaxLength = 512;

    /// <summary>Reads a filter; null where there is none.</summary>
    /// <param name="text">The query parameter.</param>
    /// <param name="properties">The properties that can be filtered by.</param>
    /// <exception cref="GraphException">It is none of the understood forms.</exception>
    public static GraphFilter? Read(string? text, params IReadOnlyList<string> properties)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var match = text.Length <= MaxLength ? Form().Match(text) : Match.Empty;
        if (!match.Success)
            throw GraphException.BadRequest("Unsupported or invalid query filter clause specified.");
        var name = match.Groups["eq"].Success ? match.Groups["eq"].Value : match.Groups["start"].Value;
        var property = properties.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphException.BadRequest($"Unsupported or invalid query filter clause specified for property '{name}'.");
        // OData doubles an apostrophe within a text.
        var value = match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal);
        return new GraphFilter(property, value, match.Groups["start"].Success);
    }

    public bool Matches(string? actual) => actual is not null
        && (StartsWith ? actual.StartsWith(Value, StringComparison.OrdinalIgnoreCase) : actual.Equals(Value, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(
        @"^\s*(?:(?<eq>[A-Za-z]{1,40})\s+eq\s+|startswith\(\s*(?<start>[A-Za-z]{1,40})\s*,\s*)'(?<value>(?:[^']|'')*)'\s*\)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
