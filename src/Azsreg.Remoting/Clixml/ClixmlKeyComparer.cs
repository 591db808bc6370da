using System.Globalization;

namespace Azsreg.Remoting.Clixml;

/// <summary>Keys of a PowerShell hash table: strings compare without case, everything else as it is.</summary>
internal sealed class ClixmlKeyComparer : IEqualityComparer<object>
{
    public static ClixmlKeyComparer Instance { get; } = new();

    public new bool Equals(object? x, object? y) =>
        x is string a && y is string b ? string.Equals(a, b, StringComparison.OrdinalIgnoreCase) : object.Equals(x, y);

    /// <summary>
    /// The keys are the peer's choice, and what .NET computes for numbers and versions is no secret: a hash table of keys that all fall into
    /// one place takes minutes to read. Every hash here depends on a number drawn when the process began.
    /// </summary>
    public int GetHashCode(object obj) => obj switch
    {
        string text => Mixed(text),
        long number => Mixed(number),
        ulong number => Mixed((long)number),
        double number => Mixed(BitConverter.DoubleToInt64Bits(number == 0 ? 0 : double.IsNaN(number) ? double.NaN : number)),
        DateTime time => Mixed(time.Ticks),
        DateTimeOffset time => Mixed(time.UtcTicks),
        TimeSpan span => Mixed(span.Ticks),
        // Divided, because 1.0 and 1.00 are the same key and have different texts.
        decimal number => Mixed((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)),
        Guid or Version or Uri => Mixed(obj.ToString()!),
        _ => HashCode.Combine(obj.GetHashCode()),
    };

    private static int Mixed(string text) => string.GetHashCode(text, StringComparison.OrdinalIgnoreCase);

    private static int Mixed(long number) => HashCode.Combine((int)number, (int)(number >> 32));
}
