namespace Azsreg.Stamp.Marketplace;

/// <summary>The catalogue as a caller is given it.</summary>
/// <param name="Catalogue">The products.</param>
/// <param name="Stale">True where Azure could not be asked now and this is what it said then.</param>
internal sealed record ProductListing(CatalogueSnapshot Catalogue, bool Stale = false);
