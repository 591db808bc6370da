namespace Azsreg.Protocol;

/// <summary>
/// A usage file as it was read, whole and unaltered by its own hash; whose it is, <see cref="UsageFileSeal.IsBy(string)"/> tells. On the disk gzip of lines: header,
/// then batches as they go over the wire (or one answer a line), then the seal.
/// </summary>
/// <param name="Header">The first line.</param>
/// <param name="Seal">The last line.</param>
public sealed record UsageFile(UsageFileHeader Header, UsageFileSeal Seal);
