namespace Azsreg.Cloud.Blobs;

/// <summary>A blob as the account lists it: a name for content.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Name">Its name there, with slashes.</param>
/// <param name="Content">What it holds.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="LastModified">When the name was given to this content.</param>
internal sealed record NamedBlob(string Container, string Name, BlobContent Content, string ContentType, DateTimeOffset LastModified)
{
    /// <summary>Follows from the content, so that a blob whose content was replaced is told from the former one.</summary>
    public string ETag => $"\"0x{Content.Sha256[..16].ToUpperInvariant()}\"";
}
