using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Commerce;

/// <summary><c>Microsoft.Commerce/RateCard</c>: prices of an offer. Its answer is in Pascal case, as the service's.</summary>
internal static partial class RateCardEndpoint
{
    private static readonly string[] Names = ["OfferDurableId", "Currency", "Locale", "RegionInfo"];

    private static readonly ArmApiVersions Versions =
        ArmApiVersions.OfProvider("Microsoft.Commerce/RateCard", "2016-08-31-preview", "2015-06-01-preview", "2015-05-15");

    public static void MapRateCard(this IEndpointRouteBuilder app) =>
        app.MapArm("GET", "/subscriptions/{subscriptionId}/providers/Microsoft.Commerce/RateCard", request => Task.FromResult<IResult>(Get(request)))
            .RequireArm("Microsoft.Commerce/RateCard/read", Versions, ArmScope.Subscription);

    private static Answer Get(ArmRequest request)
    {
        var asked = Filter(request.Query("$filter"));
        var card = RateCard.Default.File;
        foreach (var (name, known) in new[]
        {
            ("OfferDurableId", card.OfferDurableId), ("Currency", card.Currency), ("Locale", card.Locale), ("RegionInfo", card.RegionInfo),
        })
        {
            if (!asked[name].Equals(known, StringComparison.OrdinalIgnoreCase))
                throw CommerceErrors.InvalidProperty(name, $"There is no rate card for {name} '{asked[name]}'; this Azure side has one for '{known}'.");
        }

        return new Answer(card);
    }

    private static Dictionary<string, string> Filter(string? text)
    {
        var parts = text is { Length: <= 400 } ? And().Split(text.Trim()).Select(part => Equal().Match(part)).ToArray() : [];
        if (parts.Length != Names.Length || !Array.TrueForAll(parts, part => part.Success)
            || Names.Except(parts.Select(part => part.Groups["name"].Value), StringComparer.OrdinalIgnoreCase).Any())
        {
            throw CommerceErrors.InvalidProperty(
                "$filter", "The $filter is OfferDurableId eq '…' and Currency eq '…' and Locale eq '…' and RegionInfo eq '…'.");
        }

        return parts.ToDictionary(part => part.Groups["name"].Value, part => part.Groups["value"].Value, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex(@"^(?<name>[A-Za-z]{1,20})\s+eq\s+'(?<value>[A-Za-z0-9-]{1,40})'$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Equal();

    private sealed class Answer(RateCardFile card) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
            json.WriteStartObject();
            json.WriteStartArray("OfferTerms");
            json.WriteEndArray();
            json.WriteStartArray("Meters");
            foreach (var meter in card.Meters)
                Write(json, meter);
            json.WriteEndArray();
            json.WriteString("Currency", card.Currency);
            json.WriteString("Locale", card.Locale);
            json.WriteBoolean("IsTaxIncluded", false);
            json.WriteEndObject();
            await json.FlushAsync(httpContext.RequestAborted);
        }

        private void Write(Utf8JsonWriter json, RateCardMeter meter)
        {
            var known = UsageMeters.Find(meter.MeterId);
            json.WriteStartObject();
            json.WriteString("EffectiveDate", card.EffectiveDate.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteNumber("IncludedQuantity", 0);
            json.WriteString("MeterCategory", known?.Category ?? "");
            json.WriteString("MeterId", meter.MeterId);
            json.WriteString("MeterName", known?.Name ?? "");
            json.WriteStartObject("MeterRates");
            foreach (var (from, rate) in meter.Rates)
                json.WriteNumber(from, rate);
            json.WriteEndObject();
            json.WriteString("MeterRegion", UsageAggregateEndpoint.MeterRegion);
            json.WriteString("MeterSubCategory", "");
            json.WriteStartArray("MeterTags");
            json.WriteEndArray();
            json.WriteString("Unit", known?.Unit ?? "");
            json.WriteEndObject();
        }
    }
}
