namespace Azsreg.Cloud.Marketplace;

/// <summary>What an addition did.</summary>
/// <param name="Added">Products that are listed now.</param>
/// <param name="Unchanged">Products that were listed with this very content.</param>
public sealed record CatalogueChange(IReadOnlyList<string> Added, IReadOnlyList<string> Unchanged);
