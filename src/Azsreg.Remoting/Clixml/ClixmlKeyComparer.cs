namespace Azsreg.Remoting.Clixml;

/// <summary>Keys of a PowerShell hash table: strings compare without case, everything else as it is.</summary>
internal sealed class ClixmlKeyComparer : IEqualityComparer<object>
{
    public static ClixmlKeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) =>
        x is string a && y is string b ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase) : object.Equals(x, y);

    public int GetHashCode(object obj) =>
        obj is string text ? string.GetHashCode(text, StringComparison.OrdinalIgnoreCase) : obj.GetHashCode();
}
