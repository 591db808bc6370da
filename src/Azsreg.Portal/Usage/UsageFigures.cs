using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Session;
using Azsreg.Protocol;

namespace Azsreg.Portal.Usage;

/// <summary>
/// Usage of some days for the charts. Meters count different things, so a chart is of one unit: cores on top of gigabytes would be a number of nothing.
/// </summary>
public sealed record UsageFigures
{
    /// <summary>Subscriptions with a bar of their own; the rest is one bar.</summary>
    private const int MostBars = 12;

    /// <summary>Meters with a colour of their own in a chart; the rest is one.</summary>
    private const int MostMeters = 7;

    /// <summary>What is shown first where it is there: it is what most stamps are billed for.</summary>
    private const string FirstUnit = "Virtual core hours";

    public required UsageDaysChoice Days { get; init; }

    /// <summary>The units there is usage in, in the order of the published meters.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>The one shown; null where there is no usage.</summary>
    public required string? Unit { get; init; }

    /// <summary>All of it, in that unit.</summary>
    public required decimal Total { get; init; }

    /// <summary>By day of use and meter.</summary>
    public required ChartData ByDay { get; init; }

    /// <summary>By subscription and meter, the largest first.</summary>
    public required ChartData BySubscription { get; init; }

    /// <summary>By meter, the largest first.</summary>
    public required ChartData ByMeter { get; init; }

    /// <summary>How many subscriptions have usage in this unit.</summary>
    public required int Subscriptions { get; init; }

    internal static async Task<UsageFigures> ReadAsync(PortalSession session, UsageDaysChoice days, string? unit, CancellationToken cancellationToken)
    {
        var usage = session.Arm.StampUsage;
        var subscription = session.ProviderSubscriptionId;
        var byDay = AllAsync(usage.ListSumsAsync(subscription, StampUsageGrouping.Day, days.From, days.To, cancellationToken));
        var bySubscription = AllAsync(usage.ListSumsAsync(subscription, StampUsageGrouping.Subscription, days.From, days.To, cancellationToken));
        var names = AllAsync(usage.ListSubscriptionsAsync(subscription, cancellationToken));
        await Task.WhenAll(byDay, bySubscription, names);
        return Of(days, unit, await byDay, await bySubscription, await names);
    }

    /// <summary>The days alone, for who shows nothing else.</summary>
    internal static async Task<UsageFigures> ReadDaysAsync(PortalSession session, UsageDaysChoice days, CancellationToken cancellationToken) => Of(
        days, null, await AllAsync(session.Arm.StampUsage.ListSumsAsync(session.ProviderSubscriptionId, StampUsageGrouping.Day, days.From, days.To, cancellationToken)), [], []);

    internal static UsageFigures Of(
        UsageDaysChoice days, string? unit, IReadOnlyList<StampUsageSum> byDay, IReadOnlyList<StampUsageSum> bySubscription, IReadOnlyList<StampTenantSubscription> names)
    {
        var there = byDay.Select(sum => UnitOf(sum.MeterId)).ToHashSet(StringComparer.Ordinal);
        List<string> units = [.. UsageMeters.All.Select(meter => meter.Unit).Distinct().Where(there.Contains)];
        units.AddRange(there.Where(other => !units.Contains(other)).Order(StringComparer.Ordinal));
        var shown = units.Find(one => one == unit) ?? units.Find(one => one == FirstUnit) ?? units.FirstOrDefault();
        List<StampUsageSum> dayRows = [.. byDay.Where(sum => UnitOf(sum.MeterId) == shown)];
        List<StampUsageSum> subscriptionRows = [.. bySubscription.Where(sum => UnitOf(sum.MeterId) == shown)];
        var label = UsageWords.Unit(shown);
        var meters = dayRows.GroupBy(sum => UsageMeters.KeyOf(sum.MeterId)).Select(meter => (Key: meter.Key, Sum: meter.Sum(row => row.Quantity)))
            .OrderByDescending(meter => meter.Sum).ThenBy(meter => meter.Key, StringComparer.Ordinal).ToList();
        var own = meters.Take(MostMeters).Select(meter => meter.Key).ToList();
        var called = names.ToDictionary(one => one.SubscriptionId, one => one.DeletedAt is null ? one.DisplayName : one.DisplayName + " (deleted)", StringComparer.OrdinalIgnoreCase);
        var owners = subscriptionRows.GroupBy(sum => sum.Key).Select(owner => (Key: owner.Key, Sum: owner.Sum(row => row.Quantity)))
            .OrderByDescending(owner => owner.Sum).ThenBy(owner => owner.Key, StringComparer.Ordinal).ToList();
        var bars = owners.Take(owners.Count == MostBars + 1 ? MostBars + 1 : MostBars).Select(owner => owner.Key).ToList();
        var others = owners.Count - bars.Count;
        var colours = ChartColour.OfMeters(own);
        return new UsageFigures
        {
            Days = days,
            Units = units,
            Unit = shown,
            Total = dayRows.Sum(row => row.Quantity),
            Subscriptions = owners.Count,
            ByDay = new ChartData(
                ChartKind.Stacked, label, [.. days.Each().Select(day => day.ToString("d MMM", CultureInfo.InvariantCulture))],
                Series(own, colours, meters.Count, dayRows, days.Each().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList(), sum => sum.Key)),
            BySubscription = new ChartData(
                ChartKind.Stacked, label,
                [.. bars.Select(key => called.GetValueOrDefault(key) ?? key), .. Enumerable.Repeat($"{others} others", Math.Min(1, others))],
                Series(own, colours, meters.Count, subscriptionRows, [.. bars, .. Enumerable.Repeat("", Math.Min(1, others))], sum => bars.Contains(sum.Key) ? sum.Key : "")),
            ByMeter = new ChartData(
                ChartKind.Stacked, label, [.. meters.Select(meter => UsageWords.Meter(UsageMeters.SpellingOf(meter.Key)))],
                [.. meters.Select((meter, place) => new ChartSeries(
                    UsageWords.Meter(UsageMeters.SpellingOf(meter.Key)), colours.GetValueOrDefault(meter.Key, ChartColour.Rest), [.. meters.Select((_, index) => index == place ? meter.Sum : (decimal?)null)]))]),
        };
    }

    /// <summary>The unit of a meter; meters nobody published share one, as nobody can say what they count.</summary>
    internal static string UnitOf(string meterId) => UsageMeters.Find(meterId)?.Unit ?? "units of unpublished meters";

    private static List<ChartSeries> Series(
        List<string> own, IReadOnlyDictionary<string, int> colours, int meters, List<StampUsageSum> rows, IReadOnlyList<string> places, Func<StampUsageSum, string> placeOf)
    {
        var sums = rows.GroupBy(row => (Meter: own.Contains(UsageMeters.KeyOf(row.MeterId)) ? UsageMeters.KeyOf(row.MeterId) : "", Place: placeOf(row)))
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Quantity));
        List<ChartSeries> series = [.. own.Select(meter => new ChartSeries(
            UsageWords.Meter(UsageMeters.SpellingOf(meter)), colours[meter], [.. places.Select(place => (decimal?)sums.GetValueOrDefault((meter, place)))]))];
        if (meters > own.Count)
            series.Add(new ChartSeries($"{meters - own.Count} other meters", ChartColour.Rest, [.. places.Select(place => (decimal?)sums.GetValueOrDefault(("", place)))]));
        return series;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }
}
