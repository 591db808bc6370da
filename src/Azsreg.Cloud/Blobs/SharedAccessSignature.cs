using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Blobs;

/// <summary>
/// A service SAS for one blob, version 2015-04-05, as Azure Storage documents it: HMAC-SHA256 over permissions, times, the blob's path and the
/// rest of what a link may say.
/// </summary>
internal static class SharedAccessSignature
{
    public const string Version = "2015-04-05";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int LongestValue = 512;

    // All that this version signs beside the path, in the order of the text that is signed; what a link does not say is signed as nothing.
    private static readonly string[] BeforePath = ["sp", "st", "se"];
    private static readonly string[] AfterPath = ["si", "sip", "spr", "sv", "rscc", "rscd", "rsce", "rscl", "rsct"];
    private static readonly string[] Known = [.. BeforePath, .. AfterPath, "sr", "sig"];

    /// <summary>The query of a link that may read the blob until <paramref name="expiry"/>.</summary>
    /// <param name="key">The account's key.</param>
    /// <param name="container">The blob's container.</param>
    /// <param name="name">The blob's name.</param>
    /// <param name="expiry">Whole seconds count.</param>
    public static Secret Sign(ReadOnlySpan<byte> key, string container, string name, DateTimeOffset expiry)
    {
        var query = new Dictionary<string, string>
        {
            ["sv"] = Version,
            ["sr"] = "b",
            ["sp"] = "r",
            ["se"] = expiry.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        };
        query["sig"] = Convert.ToBase64String(Compute(key, container, name, query));
        return new Secret(string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")));
    }

    /// <summary>Checks a link.</summary>
    /// <returns>Why it may not read the blob, for the error's detail; null where it may.</returns>
    public static string? Refuse(ReadOnlySpan<byte> key, string container, string name, IQueryCollection query, DateTimeOffset now)
    {
        var said = new Dictionary<string, string>();
        foreach (var (parameter, values) in query)
        {
            if (!Known.Contains(parameter))
                continue;
            if (values is not [{ Length: <= LongestValue } value])
                return $"{parameter} is not well formed.";
            said[parameter] = value;
        }

        if (!said.TryGetValue("sig", out var given))
            return "The link carries no signature.";
        if (said.GetValueOrDefault("sv") != Version)
            return $"sv is mandatory, and {Version} here.";
        if (said.GetValueOrDefault("sr") != "b")
            return "sr is mandatory, and b here.";
        Span<byte> signature = stackalloc byte[LongestValue];
        if (!Convert.TryFromBase64String(given, signature, out var length)
            || !CryptographicOperations.FixedTimeEquals(signature[..length], Compute(key, container, name, said)))
        {
            return "Signature did not match.";
        }

        // From here on it is what was signed.
        if (!said.GetValueOrDefault("sp", "").Contains('r', StringComparison.Ordinal))
            return "The link may not read.";
        return DateTimeOffset.TryParseExact(
            said.GetValueOrDefault("se"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expiry) && now < expiry
            ? null
            : $"Signature not valid in the specified time frame: Start [] - Expiry [{expiry:R}] - Current [{now:R}]";
    }

    private static byte[] Compute(ReadOnlySpan<byte> key, string container, string name, Dictionary<string, string> said)
    {
        string[] lines =
        [
            .. BeforePath.Select(parameter => said.GetValueOrDefault(parameter, "")),
            $"/blob/{BlobAccount.Name}/{container}/{name}",
            .. AfterPath.Select(parameter => said.GetValueOrDefault(parameter, "")),
        ];
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }
}
