namespace Azsreg.Protocol;

/// <summary>That a product's legal terms were accepted.</summary>
/// <param name="AcceptedBy">Who: the account that exported.</param>
/// <param name="AcceptedAt">When (UTC).</param>
public sealed record BundleTerms(string AcceptedBy, DateTimeOffset AcceptedAt);
