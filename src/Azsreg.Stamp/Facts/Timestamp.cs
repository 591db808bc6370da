using System.Globalization;

namespace Azsreg.Stamp.Facts;

/// <summary>The one way a time is written: UTC with seven digits, so that text order is time order.</summary>
internal static class Timestamp
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>A weak entity tag as the stamp's table storage makes it.</summary>
    public static string EntityTag(string time) => $"W/\"datetime'{Uri.EscapeDataString(time)}'\"";
}
