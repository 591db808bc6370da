using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Usage;
using Azsreg.Protocol;

namespace Azsreg.Portal.Commerce;

/// <summary>What a subscription's stamps used and what it costs, as a page shows it. Amounts are exact decimals from the wire to the table.</summary>
public sealed record CommerceFigures
{
    private const int MostMeters = 7;

    /// <summary>The days.</summary>
    public required UsageDaysChoice Days { get; init; }

    /// <summary>The subscription.</summary>
    public required AzureSubscription Subscription { get; init; }

    /// <summary>Such as <c>USD</c>; null where this Azure tells no prices.</summary>
    public required string? Currency { get; init; }

    /// <summary>Each registration, and each stamp whose registration is elsewhere or gone and whose usage is billed here.</summary>
    public required IReadOnlyList<CommerceStamp> Stamps { get; init; }

    /// <summary>The one shown; null for all.</summary>
    public required CommerceStamp? Shown { get; init; }

    /// <summary>By meter and billing model, the dearest first.</summary>
    public required IReadOnlyList<CommerceMeter> Meters { get; init; }

    /// <summary>Costs by day of use and meter.</summary>
    public required ChartData CostByDay { get; init; }

    /// <summary>The costs of what is shown.</summary>
    public required decimal Cost { get; init; }

    /// <summary>Tenants whose usage is billed to subscriptions of their own.</summary>
    public required IReadOnlyList<CommerceCustomer> Customers { get; init; }

    internal static CommerceFigures Of(
        UsageDaysChoice days, AzureSubscription subscription, RateCardAnswer? prices, IReadOnlyList<Protocol.Registration> registrations,
        IReadOnlyList<UsageDayCost> costs, IReadOnlyList<CommerceCustomer> customers, string? shown)
    {
        var byStamp = costs.ToLookup(row => row.CloudId, StringComparer.OrdinalIgnoreCase);
        List<CommerceStamp> stamps = [.. registrations.Select(registration => StampOf(registration.Properties.CloudId ?? registration.Name, registration, byStamp))];
        stamps.AddRange(byStamp.Select(group => group.Key)
            .Where(cloud => !stamps.Exists(stamp => stamp.CloudId.Equals(cloud, StringComparison.OrdinalIgnoreCase)))
            .Select(cloud => StampOf(cloud, null, byStamp)));
        var one = stamps.Find(stamp => stamp.CloudId.Equals(shown, StringComparison.OrdinalIgnoreCase));
        var rows = one is null ? costs : [.. byStamp[one.CloudId]];
        List<CommerceMeter> meters =
        [
            .. rows.GroupBy(row => (Key: UsageMeters.KeyOf(row.MeterId), row.BillingModel)).Select(group => new CommerceMeter(
                group.First().MeterName ?? group.First().MeterId, group.Key.Key, group.First().Unit, group.Key.BillingModel, group.Sum(row => row.Quantity),
                PriceOf(prices, group.Key.Key), group.Sum(row => row.Cost)))
                .OrderByDescending(meter => meter.Cost).ThenBy(meter => meter.Name, StringComparer.OrdinalIgnoreCase),
        ];
        return new CommerceFigures
        {
            Days = days,
            Subscription = subscription,
            Currency = prices?.Currency,
            Stamps = stamps,
            Shown = one,
            Meters = meters,
            CostByDay = Chart(days, prices?.Currency ?? "", rows, meters),
            Cost = rows.Sum(row => row.Cost),
            Customers = customers,
        };
    }

    private static CommerceStamp StampOf(string cloudId, Protocol.Registration? registration, ILookup<string, UsageDayCost> costs) => new(
        cloudId, registration?.Name, ArmResourceId.TryParse(registration?.Id, out var id) ? id.ResourceGroupName : null, registration?.Properties.BillingModel,
        costs[cloudId].Select(row => row.UsageDay).Max(StringComparer.Ordinal), costs[cloudId].Sum(row => row.Cost));

    /// <summary>The price of a unit where it has one; where the card has tiers, the first.</summary>
    private static decimal? PriceOf(RateCardAnswer? prices, string meterKey) =>
        prices?.Meters.FirstOrDefault(price => UsageMeters.KeyOf(price.MeterId) == meterKey)?.MeterRates.GetValueOrDefault("0");

    private static ChartData Chart(UsageDaysChoice days, string currency, IReadOnlyList<UsageDayCost> rows, List<CommerceMeter> meters)
    {
        List<string> each = [.. days.Each().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        List<string> own = [.. meters.Where(meter => meter.Cost != 0).Select(meter => meter.Key).Distinct().Take(MostMeters)];
        var sums = rows.GroupBy(row => (Meter: own.Contains(UsageMeters.KeyOf(row.MeterId)) ? UsageMeters.KeyOf(row.MeterId) : "", row.UsageDay))
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Cost));
        var colours = ChartColour.OfMeters(own);
        List<ChartSeries> series = [.. own.Select(meter => new ChartSeries(
            meters.First(one => one.Key == meter).Name, colours[meter], [.. each.Select(day => (decimal?)sums.GetValueOrDefault((meter, day)))]))];
        if (each.Any(day => sums.GetValueOrDefault(("", day)) != 0))
            series.Add(new ChartSeries("Other meters", ChartColour.Rest, [.. each.Select(day => (decimal?)sums.GetValueOrDefault(("", day)))]));
        return new ChartData(ChartKind.Stacked, currency, [.. days.Each().Select(day => day.ToString("d MMM", CultureInfo.InvariantCulture))], series);
    }
}
