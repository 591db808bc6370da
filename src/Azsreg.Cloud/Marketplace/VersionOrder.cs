namespace Azsreg.Cloud.Marketplace;

/// <summary>Orders versions part by part, numbers by value: 4.10 comes after 4.9.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var left = (x ?? "").Split('.');
        var right = (y ?? "").Split('.');
        for (var at = 0; at < Math.Max(left.Length, right.Length); at++)
        {
            var order = ComparePart(left.ElementAtOrDefault(at) ?? "0", right.ElementAtOrDefault(at) ?? "0");
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int ComparePart(string left, string right) =>
        ulong.TryParse(left, out var one) && ulong.TryParse(right, out var other) ? one.CompareTo(other) : string.CompareOrdinal(left, right);
}
