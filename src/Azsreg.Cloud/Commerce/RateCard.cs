using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Commerce;

/// <summary>What usage costs: data, in <c>rate-card.json</c>. The prices are this cloud's own, not Microsoft's; a meter that is not on it costs nothing.</summary>
internal sealed class RateCard
{
    private readonly Dictionary<string, RateCardMeter> _byMeter;

    private RateCard(RateCardFile file)
    {
        File = file;
        _byMeter = file.Meters.ToDictionary(meter => UsageMeters.KeyOf(meter.MeterId), StringComparer.Ordinal);
    }

    /// <summary>The card of this program.</summary>
    public static RateCard Default { get; } = Read(
        typeof(RateCard).Assembly.GetManifestResourceStream("Azsreg.Cloud.Commerce.rate-card.json")!);

    /// <summary>The data.</summary>
    public RateCardFile File { get; }

    /// <summary>Reads a card.</summary>
    /// <exception cref="JsonException">It is none, a meter stands on it twice, or its rates do not begin at 0.</exception>
    public static RateCard Read(Stream json)
    {
        var file = JsonSerializer.Deserialize(json, RateCardJson.Default.RateCardFile) ?? throw new JsonException("The rate card is empty.");
        if (file.Meters.GroupBy(meter => UsageMeters.KeyOf(meter.MeterId)).Any(same => same.Count() > 1))
            throw new JsonException("A meter stands on the rate card twice.");
        if (file.Meters.Any(meter => !meter.Rates.ContainsKey("0") || meter.Rates.Any(rate => rate.Value < 0 || !decimal.TryParse(rate.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))))
            throw new JsonException("The rates of a meter begin at 0, each with the amount it holds from.");
        return new RateCard(file);
    }

    /// <summary>The price of an amount: each part of it by the rate of its tier. What corrects below zero takes back at the first rate.</summary>
    /// <param name="meterKey">The meter.</param>
    /// <param name="quantity">How much.</param>
    public decimal Price(string meterKey, decimal quantity)
    {
        if (!_byMeter.TryGetValue(meterKey, out var meter))
            return 0;
        var tiers = meter.Rates.Select(rate => (From: decimal.Parse(rate.Key, CultureInfo.InvariantCulture), Rate: rate.Value)).OrderBy(tier => tier.From).ToArray();
        if (quantity < 0)
            return quantity * tiers[0].Rate;
        var price = 0m;
        for (var i = 0; i < tiers.Length && quantity > tiers[i].From; i++)
            price += (Math.Min(quantity, i + 1 < tiers.Length ? tiers[i + 1].From : quantity) - tiers[i].From) * tiers[i].Rate;
        return price;
    }
}

/// <summary>A rate card as data.</summary>
internal sealed record RateCardFile(
    string OfferDurableId, string Currency, string Locale, string RegionInfo, DateTimeOffset EffectiveDate, IReadOnlyList<RateCardMeter> Meters);

/// <summary>The rates of a meter, by the amount from which each holds.</summary>
internal sealed record RateCardMeter(string MeterId, IReadOnlyDictionary<string, decimal> Rates);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RateCardFile))]
internal sealed partial class RateCardJson : JsonSerializerContext;
