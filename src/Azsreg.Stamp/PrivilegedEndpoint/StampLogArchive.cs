namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>An archive that was written.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its digest, hexadecimal.</param>
/// <param name="Files">How many files are in it.</param>
/// <param name="IsCut">True where there was more than an archive may hold.</param>
internal sealed record StampLogArchive(string Path, long Size, string Sha256, int Files, bool IsCut);
