using System.Globalization;
using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace;

/// <summary>A product's name <c>{publisher}.{offer…}-{version}</c>: what goes before the last hyphen is the same for all its versions.</summary>
/// <param name="Series">The name without the version, in lower case.</param>
/// <param name="Version">What follows the last hyphen; empty where nothing does.</param>
internal sealed partial record ProductName(string Series, string Version)
{
    /// <summary>The product's own name out of <c>default/{product}</c>.</summary>
    public static string Of(Product product) => product.Name[(product.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static ProductName Parse(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.LastIndexOf('-') is > 0 and var at && at + 1 < lower.Length && char.IsAsciiDigit(lower[at + 1])
            ? new ProductName(lower[..at], lower[(at + 1)..])
            : new ProductName(lower, "");
    }

    /// <summary>Compares versions number by number; where there are no numbers, as text.</summary>
    public static int Compare(string one, string other)
    {
        var mine = Numbers().Matches(one);
        var theirs = Numbers().Matches(other);
        for (var i = 0; i < Math.Max(mine.Count, theirs.Count); i++)
        {
            var result = NumberAt(mine, i).CompareTo(NumberAt(theirs, i));
            if (result != 0)
                return result;
        }

        return string.CompareOrdinal(one, other);
    }

    private static decimal NumberAt(MatchCollection numbers, int index) =>
        index < numbers.Count && decimal.TryParse(numbers[index].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("[0-9]{1,28}", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
