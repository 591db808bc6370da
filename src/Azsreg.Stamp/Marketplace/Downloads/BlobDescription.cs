namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>A blob as its service describes it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Its entity tag with the quotes; ranges are asked for under it.</param>
/// <param name="Sha256">The hash of the whole in lower-case hex, where the metadata <c>sha256</c> tells it; Azure itself keeps none.</param>
/// <param name="ContentMd5">The MD5 of the whole in base64, where the service keeps it.</param>
internal sealed record BlobDescription(long Length, string ETag, string? Sha256, string? ContentMd5);
