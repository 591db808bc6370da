using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>How it went with an item of an export or an import.</summary>
/// <param name="Name">The product's id.</param>
/// <param name="State">How it ended.</param>
/// <param name="Bytes">Its content, in bytes.</param>
/// <param name="Failure">Why it failed or was left; null where it did not.</param>
public sealed record ItemResult(string Name, ItemOutcome State, long Bytes, CataloguedException? Failure = null);
