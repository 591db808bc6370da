namespace Azsreg.AzureClient;

/// <summary>Prices of an offer (Microsoft.Commerce/RateCard 2015-06-01-preview).</summary>
/// <param name="Currency">Such as <c>USD</c>.</param>
/// <param name="Meters">The meters it has prices for.</param>
public sealed record RateCardAnswer(string Currency, IReadOnlyList<RateCardPrice> Meters);
