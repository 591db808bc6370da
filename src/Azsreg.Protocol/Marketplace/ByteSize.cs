using System.Globalization;

namespace Azsreg.Protocol;

/// <summary>Sizes in units of 1,024, called KB, MB and GB as the marketplace's own grid does.</summary>
public static class ByteSize
{
    private const long Mega = 1L << 20;
    private const long Giga = 1L << 30;
    private const long Tera = 1L << 40;

    /// <summary>As the column Size of the grid: whole GB or MB, or less than one.</summary>
    public static string Whole(long? bytes) => bytes switch
    {
        null => "-",
        >= Giga => Rounded(bytes.Value, Giga, "0", "GB"),
        >= Mega => Rounded(bytes.Value, Mega, "0", "MB"),
        _ => "<1 MB",
    };

    /// <summary>With enough digits to see it change.</summary>
    public static string Exact(long bytes) => bytes switch
    {
        >= 100 * Tera => Rounded(bytes, Tera, "0", "TB"),
        >= Tera => Rounded(bytes, Tera, "0.0", "TB"),
        >= 10 * Giga => Rounded(bytes, Giga, "0", "GB"),
        >= Giga => Rounded(bytes, Giga, "0.0", "GB"),
        >= 10 * Mega => Rounded(bytes, Mega, "0", "MB"),
        >= Mega => Rounded(bytes, Mega, "0.0", "MB"),
        >= 1024 => Rounded(bytes, 1024, "0", "KB"),
        _ => bytes.ToString(CultureInfo.InvariantCulture) + " B",
    };

    private static string Rounded(long bytes, long unit, string format, string name) =>
        (bytes / (double)unit).ToString(format, CultureInfo.InvariantCulture) + " " + name;
}
