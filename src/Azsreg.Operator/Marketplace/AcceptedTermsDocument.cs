namespace Azsreg.Operator.Marketplace;

/// <summary><c>operator/marketplace-terms.json</c>.</summary>
internal sealed record AcceptedTermsDocument(IReadOnlyList<AcceptedTerms> Accepted)
{
    public static AcceptedTermsDocument Empty { get; } = new([]);
}
