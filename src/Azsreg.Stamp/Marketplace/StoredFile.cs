namespace Azsreg.Stamp.Marketplace;

/// <summary>A file that is whole on the stamp.</summary>
/// <param name="Sha256">Its hash in lower-case hex, under which it lies.</param>
/// <param name="Length">Bytes.</param>
internal sealed record StoredFile(string Sha256, long Length);
