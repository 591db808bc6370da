namespace Azsreg.Protocol;

/// <summary>A file of a bundle: content that is there once, whatever number of products it belongs to.</summary>
/// <param name="Path">Relative to the bundle's folder, by <see cref="BundlePath"/>.</param>
/// <param name="Sha256">Its SHA-256: 64 lower-case hexadecimal digits, unique in the bundle.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentMd5">The whole blob's <c>Content-MD5</c> where Azure told one, by which a later export knows the content again.</param>
public sealed record BundleFile(string Path, string Sha256, long Size, string? ContentMd5 = null)
{
    /// <summary>Where new content goes: spread over 256 folders, since FAT and old network shares are slow in large ones.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    public static string PathOf(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        return $"content/{sha256[..2]}/{sha256}";
    }

    /// <summary>True for 64 lower-case hexadecimal digits.</summary>
    public static bool IsSha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
