namespace Azsreg.AzureClient;

/// <summary>What the blob service tells of a blob before it is read.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">The version that ranges are asked of, as it is written; null where none was told.</param>
/// <param name="ContentMd5">Base64 of the whole content's MD5; null where its publisher left none.</param>
/// <param name="Sha256">The metadata <c>sha256</c>, 64 lower-case hexadecimal digits; null where there is none, as on real Azure.</param>
public sealed record BlobProperties(long Length, string? ETag, string? ContentMd5, string? Sha256);
