namespace Azsreg.Operator.Marketplace;

/// <summary>An item on the stamp of which a newer version is offered.</summary>
/// <param name="Downloaded">The newest version on the stamp.</param>
/// <param name="Newer">The newest version offered.</param>
public sealed record ItemUpdate(MarketplaceItem Downloaded, MarketplaceItem Newer);
