namespace Azsreg.Cloud.Blobs;

/// <summary>Content in the store.</summary>
/// <param name="Sha256">64 hexadecimal digits in lower case: its address.</param>
/// <param name="Length">Bytes.</param>
internal sealed record BlobContent(string Sha256, long Length);
