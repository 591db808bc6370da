namespace Azsreg.Protocol;

/// <summary>
/// Which paths a bundle's manifest may name: relative ones of plain ASCII that mean the same file on Linux, Windows and macOS and stay within
/// the folder, whatever it is copied to.
/// </summary>
public static class BundlePath
{
    /// <summary>The longest path, in characters: with a folder of some length before it still within the 260 of older Windows programs.</summary>
    public const int MaxLength = 160;

    private const int MaxSegments = 8;

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>Why a path is refused, as what follows "it"; null where it may be used.</summary>
    public static string? Refusal(string? path) => path switch
    {
        null or "" => "is empty",
        { Length: > MaxLength } => $"is longer than {MaxLength} characters",
        _ when path.Contains('\\', StringComparison.Ordinal) => "holds a backslash, which parts folders on Windows",
        ['/', ..] => "is absolute",
        [_, ':', ..] => "names a drive",
        _ when path.Split('/') is var segments && segments.Length > MaxSegments => $"is deeper than {MaxSegments} folders",
        _ => path.Split('/').Select(RefusalOfSegment).FirstOrDefault(refusal => refusal is not null),
    };

    private static string? RefusalOfSegment(string segment) => segment switch
    {
        "" => "has an empty part",
        "." or ".." => "climbs out of the folder",
        [.., '.' or ' '] => "has a part that ends in a dot or a blank, which Windows drops",
        _ when !segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '$') => "holds a character other than letters, digits, '.', '-' and '_'",
        _ when IsDevice(segment) => $"holds the reserved Windows name '{segment}'",
        _ when segment.Contains('$', StringComparison.Ordinal) => "holds a character other than letters, digits, '.', '-' and '_'",
        _ => null,
    };

    /// <summary>With any ending: Windows takes <c>nul.vhd</c> for the device as well.</summary>
    private static bool IsDevice(string segment)
    {
        var name = segment.Split('.')[0];
        return Devices.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (name is { Length: 4 } && char.IsAsciiDigit(name[3])
                && (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }
}
