using Azsreg.Protocol;

namespace Azsreg.Stamp.Marketplace;

/// <summary>Products and when Azure listed them.</summary>
/// <param name="Products">The products, named <c>default/{product}</c>.</param>
/// <param name="ListedAt">When Azure gave the list.</param>
/// <param name="Stale">True where Azure could not be asked now and this is what it said then.</param>
internal sealed record ProductListing(IReadOnlyList<Product> Products, DateTimeOffset ListedAt, bool Stale = false);
