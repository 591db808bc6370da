using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>What the stamp would have to download to have every item in its newest version.</summary>
/// <param name="Plan">All of it; null where it cannot be told.</param>
/// <param name="OpenTerms">Items of the plan whose terms nobody has accepted yet.</param>
/// <param name="Fault">Why it cannot be told or done.</param>
public sealed record UpdateOffer(DownloadPlan? Plan, IReadOnlyList<MarketplaceItem> OpenTerms, CataloguedException? Fault = null);
