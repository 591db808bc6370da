using System.Buffers;

namespace Azsreg.Operator.Marketplace;

/// <summary>
/// Versions and the ids that end in them. A product's id is <c>{publisher}.{offer…}-{version}</c>, or <c>…{version}</c> after a dot in older
/// catalogues; what is left without it is common to all versions of an item.
/// </summary>
public static class ItemVersion
{
    private static readonly SearchValues<char> VersionLetters = SearchValues.Create("0123456789.");

    /// <summary>The id without its version; the whole id where it names none.</summary>
    /// <param name="id">A product's id.</param>
    /// <param name="versions">Versions the product is known to have, of which its id may name either: the product's own and its offer's.</param>
    public static string FamilyOf(string id, params ReadOnlySpan<string?> versions)
    {
        foreach (var version in versions)
        {
            if (!string.IsNullOrEmpty(version) && id.Length > version.Length + 1 && id.EndsWith(version, StringComparison.OrdinalIgnoreCase)
                && id[^(version.Length + 1)] is '-' or '.' or '_')
            {
                return id[..^(version.Length + 1)];
            }
        }

        var dash = id.LastIndexOf('-');
        return dash > 0 && dash + 1 < id.Length && id.AsSpan(dash + 1).IndexOfAnyExcept(VersionLetters) < 0 ? id[..dash] : id;
    }

    /// <summary>Orders by the numbers between the dots, whatever their length: 1.10 is newer than 1.9. Text that is no number comes before any.</summary>
    public static int Compare(string? one, string? other)
    {
        var (left, right) = (Parts(one), Parts(other));
        for (var index = 0; index < Math.Max(left.Length, right.Length); index++)
        {
            var order = ComparePart(index < left.Length ? left[index] : "0", index < right.Length ? right[index] : "0");
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static string[] Parts(string? version) => (version ?? "").Split('.', '-', '_');

    private static int ComparePart(string one, string other)
    {
        var (isNumber, otherIsNumber) = (IsNumber(one), IsNumber(other));
        if (isNumber != otherIsNumber)
            return isNumber ? 1 : -1;
        if (!isNumber)
            return string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
        // A date with a running number (201801090001) is longer than any integer type is sure to hold.
        var (left, right) = (one.TrimStart('0'), other.TrimStart('0'));
        return left.Length != right.Length ? left.Length - right.Length : string.CompareOrdinal(left, right);
    }

    private static bool IsNumber(string part) => part.Length > 0 && part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
