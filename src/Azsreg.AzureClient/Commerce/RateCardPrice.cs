namespace Azsreg.AzureClient;

/// <summary>The price of a meter.</summary>
/// <param name="MeterId">The meter.</param>
/// <param name="MeterName">Its name.</param>
/// <param name="Unit">What a unit is.</param>
/// <param name="MeterRates">The price of a unit, by the amount from which it holds; the first is from 0.</param>
public sealed record RateCardPrice(string MeterId, string? MeterName, string? Unit, IReadOnlyDictionary<string, decimal> MeterRates);
