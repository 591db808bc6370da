namespace Azsreg.Cloud.Marketplace;

/// <summary>What a verification found.</summary>
/// <param name="Files">Files compared.</param>
/// <param name="Bytes">Their bytes; content that several use counts once.</param>
/// <param name="Damaged">Each damaged file that stays so, with the products that use it.</param>
/// <param name="Missing">Products that are needed and no longer listed, with those that need them.</param>
/// <param name="Repaired">Products of the sample whose damaged files are made anew when they are next asked for.</param>
public sealed record CatalogueReport(
    int Files, long Bytes, IReadOnlyList<string> Damaged, IReadOnlyList<string> Missing, IReadOnlyList<string> Repaired);
