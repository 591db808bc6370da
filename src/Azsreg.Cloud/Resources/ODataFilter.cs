using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Resources;

/// <summary>
/// The part of OData's <c>$filter</c> that these lists understand: comparisons with <c>eq</c> and calls such as <c>atScope()</c>
/// or <c>assignedTo('…')</c>, joined by <c>and</c>.
/// </summary>
internal sealed class ODataFilter
{
    private const int MaxLength = 2048;
    private readonly Dictionary<string, string> _terms = new(StringComparer.OrdinalIgnoreCase);

    private ODataFilter()
    {
    }

    /// <summary>What nothing is filtered by.</summary>
    public static ODataFilter None { get; } = new();

    /// <summary>The value a field must equal, or the argument of a call (empty where it has none); null where it is not asked for.</summary>
    public string? this[string name] => _terms.GetValueOrDefault(name);

    /// <summary>True where the filter calls or compares <paramref name="name"/>.</summary>
    public bool Has(string name) => _terms.ContainsKey(name);

    /// <summary>Reads the request's filter.</summary>
    /// <param name="request">The list request.</param>
    /// <param name="known">Fields by name, calls with a trailing <c>()</c>.</param>
    /// <exception cref="ArmException">400 InvalidFilterInQueryString.</exception>
    public static ODataFilter Of(ArmRequest request, params ReadOnlySpan<string> known) =>
        request.Query("$filter") is { } text ? Parse(text, known) : None;

    internal static ODataFilter Parse(string text, ReadOnlySpan<string> known)
    {
        var filter = new ODataFilter();
        var rest = text.AsSpan().Trim();
        if (rest.Length is 0 or > MaxLength)
            throw Invalid(text);
        while (true)
        {
            var name = Word(ref rest);
            if (name.Length == 0)
                throw Invalid(text);
            string value;
            if (rest.StartsWith("("))
            {
                name += "()";
                rest = rest[1..].TrimStart();
                value = rest.StartsWith("'") ? Literal(ref rest, text) : "";
                if (!rest.StartsWith(")"))
                    throw Invalid(text);
                rest = rest[1..].TrimStart();
            }
            else
            {
                if (!Word(ref rest).Equals("eq", StringComparison.OrdinalIgnoreCase))
                    throw Invalid(text);
                value = Literal(ref rest, text);
            }

            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase) || !filter._terms.TryAdd(name, value))
                throw Invalid(text);
            if (rest.IsEmpty)
                return filter;
            if (!Word(ref rest).Equals("and", StringComparison.OrdinalIgnoreCase))
                throw Invalid(text);
        }
    }

    private static string Word(ref ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] is '_' or '.' or '/'))
            length++;
        var word = rest[..length].ToString();
        rest = rest[length..].TrimStart();
        return word;
    }

    private static string Literal(ref ReadOnlySpan<char> rest, string text)
    {
        if (!rest.StartsWith("'"))
            throw Invalid(text);
        var value = new System.Text.StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] != '\'')
            {
                value.Append(rest[i]);
            }
            else if (i + 1 < rest.Length && rest[i + 1] == '\'')
            {
                value.Append(rest[i++]); // OData doubles an apostrophe inside.
            }
            else
            {
                rest = rest[(i + 1)..].TrimStart();
                return value.ToString();
            }
        }

        throw Invalid(text);
    }

    private static ArmException Invalid(string text) =>
        new(400, "InvalidFilterInQueryString", $"Invalid $filter '{(text.Length > 200 ? text[..200] : text)}' specified in the query string.", "$filter");
}
