using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Compares a stamp's usage with commerce's by subscription, meter and day of use, to the last unit.</summary>
public static class UsageComparison
{
    /// <summary>Compares.</summary>
    /// <param name="local">The stamp's totals.</param>
    /// <param name="commerce">Commerce's rows.</param>
    /// <param name="range">The days of use compared; rows of others are left out.</param>
    /// <param name="status">Where the stamp's reporting stands.</param>
    public static UsageComparisonReport Compare(
        IReadOnlyList<StampUsageTotal> local, IReadOnlyList<UsageSample> commerce, UsageRange range, StampUsageStatus status)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(commerce);
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(status);
        var here = local.ToDictionary(row => new Key(row.UsageDay, row.SubscriptionId.ToLowerInvariant(), UsageMeters.KeyOf(row.MeterId)));
        var there = new Dictionary<Key, decimal>();
        var untied = new Dictionary<(string Meter, string? Name, string? Unit), decimal>();
        foreach (var row in commerce)
        {
            var day = DateOnly.FromDateTime(row.UsageStartTime.UtcDateTime);
            if (day < range.From || day >= range.To) continue;
            if (row.StampSubscriptionId is { } subscription)
                Add(there, new Key(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), subscription, UsageMeters.KeyOf(row.MeterId)), row.Quantity);
            else
                Add(untied, (row.MeterId, row.MeterName, row.Unit), row.Quantity);
        }

        var rows = here.Keys.Union(there.Keys)
            .OrderBy(key => key.Day, StringComparer.Ordinal).ThenBy(key => key.Subscription, StringComparer.Ordinal).ThenBy(key => key.Meter, StringComparer.Ordinal)
            .Select(key => Row(key, here.GetValueOrDefault(key), there.GetValueOrDefault(key), there.ContainsKey(key), status))
            .ToList();
        return new UsageComparisonReport(
            rows, [.. untied.Select(pair => new UntiedUsage(pair.Key.Meter, pair.Key.Name, pair.Key.Unit, pair.Value)).OrderBy(one => one.MeterId, StringComparer.OrdinalIgnoreCase)]);
    }

    private static UsageComparisonRow Row(Key key, StampUsageTotal? here, decimal there, bool isThere, StampUsageStatus status)
    {
        var meter = UsageMeters.Find(key.Meter);
        var local = here?.Quantity ?? 0;
        var (why, isExplained) = Explain(here, there, isThere, status);
        return new UsageComparisonRow(key.Day, key.Subscription, meter?.Id ?? UsageMeters.SpellingOf(key.Meter), meter?.Name, meter?.Unit, local, there, why, isExplained);
    }

    private static (string? Why, bool IsExplained) Explain(StampUsageTotal? here, decimal there, bool isThere, StampUsageStatus status)
    {
        var difference = (here?.Quantity ?? 0) - there;
        if (difference == 0) return (null, true);
        if (here is null) return ("commerce has it, the stamp does not: it was reported by an earlier life of the stamp, or by hand", false);
        if (difference == here.WaitingQuantity + here.RefusedQuantity && (here.WaitingRecords > 0 || here.RefusedRecords > 0))
            return (string.Join("; ", Parts(here, status)), true);
        if (here.WaitingRecords > 0 && difference >= here.RefusedQuantity && difference < here.WaitingQuantity + here.RefusedQuantity)
            return ($"{Parts(here, status).First()}; commerce counted a part of it, and the acknowledgement is on its way", true);
        if (status.BillingModel == nameof(BillingModel.Capacity) && !isThere) return ("the Capacity billing model reports no usage", true);
        return difference < 0
            ? ("commerce has more than the stamp; nothing on the stamp explains it", false)
            : ($"commerce lacks it although it is acknowledged; look into subscriptions of earlier registrations with --also-subscription", false);
    }

    private static IEnumerable<string> Parts(StampUsageTotal here, StampUsageStatus status)
    {
        if (here.WaitingRecords > 0) yield return $"{here.WaitingRecords} {(here.WaitingRecords == 1 ? "record waits" : "records wait")} to be reported ({status.State})";
        if (here.RefusedRecords > 0) yield return $"commerce refused {here.RefusedRecords} {(here.RefusedRecords == 1 ? "record" : "records")}";
    }

    private static void Add<TKey>(Dictionary<TKey, decimal> sums, TKey key, decimal quantity)
        where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + quantity;

    private readonly record struct Key(string Day, string Subscription, string Meter);
}
