using System.Text.RegularExpressions;

namespace Azsreg.Cli.Verbs;

/// <summary>Ids for the eye: <c>AzureStack-5b0…e41</c>. Only where nobody has to type them; data always has the whole.</summary>
internal static partial class RegistrationIds
{
    /// <summary>The text with every GUID in it cut to its ends.</summary>
    public static string Shorten(string? text) => text is null ? "" : Id.Replace(text, found => $"{found.ValueSpan[..3]}…{found.ValueSpan[^3..]}");

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Id { get; }
}
