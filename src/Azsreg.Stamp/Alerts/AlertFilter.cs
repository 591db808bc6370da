using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Alerts;

/// <summary>
/// The part of OData's <c>$filter</c> that alert lists use: comparisons for equality joined by <c>and</c>, as in
/// <c>(Properties/State eq 'Active') and (Properties/Severity eq 'Critical')</c>.
/// </summary>
internal sealed partial class AlertFilter
{
    private const int LongestFilter = 1000;

    private readonly IReadOnlyList<(string Field, string Value)> _terms;

    private AlertFilter(IReadOnlyList<(string Field, string Value)> terms) => _terms = terms;

    /// <exception cref="ArmException">400: it is not such a filter.</exception>
    public static AlertFilter Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new AlertFilter([]);
        if (text.Length > LongestFilter || Whole().Match(text) is not { Success: true } match)
            throw Refused(text);
        var fields = match.Groups["field"].Captures;
        var values = match.Groups["value"].Captures;
        return new AlertFilter([.. fields.Zip(values, (field, value) => (field.Value.ToLowerInvariant(), value.Value.Replace("''", "'", StringComparison.Ordinal)))]);
    }

    public bool Matches(StampAlert alert) => _terms.All(term => Value(alert, term.Field).Equals(term.Value, StringComparison.OrdinalIgnoreCase));

    private static string Value(StampAlert alert, string field) => field switch
    {
        "state" => alert.State,
        "severity" => alert.Severity,
        "title" => alert.Title,
        "faulttypeid" => alert.FaultTypeId,
        _ => alert.Id.ToString(),
    };

    private static ArmException Refused(string text) => new(
        400, "InvalidFilterInQueryString", $"Invalid $filter '{(text.Length > 200 ? text[..200] : text)}' specified in the query string.");

    // Every quantifier is bounded by a character that cannot start its successor: no input makes this backtrack at length.
    [GeneratedRegex(
        @"^\s*(?<term>\(?\s*(properties/)?(?<field>state|severity|title|faultTypeId|alertId)\s+eq\s+'(?<value>([^']|'')*)'\s*\)?)(\s+and\s+\(?\s*(properties/)?(?<field>state|severity|title|faultTypeId|alertId)\s+eq\s+'(?<value>([^']|'')*)'\s*\)?)*\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
