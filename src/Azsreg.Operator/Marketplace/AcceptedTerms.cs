namespace Azsreg.Operator.Marketplace;

/// <summary>That somebody accepted the legal terms of an item.</summary>
/// <param name="Item">The item's id without its version: the same terms of a later version are not asked about again.</param>
/// <param name="TermsSha256">The SHA-256 of the terms as the catalogue gives them, in hexadecimal digits; of the text, or of its address where it gives that.</param>
/// <param name="AcceptedBy">The account.</param>
/// <param name="AcceptedAt">When (UTC).</param>
public sealed record AcceptedTerms(string Item, string TermsSha256, string AcceptedBy, DateTimeOffset AcceptedAt);
