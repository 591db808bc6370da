namespace Azsreg.Cloud.Marketplace;

/// <summary>One version of an item of the sample catalogue.</summary>
/// <param name="Version">Without hyphen, as a name is split at its last one.</param>
/// <param name="Size">Bytes of its operating system disk (whole MiB), its archive's or its container's payload.</param>
internal sealed record CatalogueVersion(string Version, long Size);
