using System.Data.Common;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>The hourly and daily sums of what one batch adds, gathered in memory so that a batch of thousands touches some dozen rows.</summary>
internal sealed class UsageRollUps(UsageTables tables, long stamp, int receivedHour)
{
    private readonly Dictionary<Key, (Int128 Quantity, long Records)> _hours = [];

    /// <summary>Adds a record.</summary>
    public void Add(UsageRow row)
    {
        var key = KeyOf(row);
        _hours.TryGetValue(key, out var sum);
        _hours[key] = (sum.Quantity + row.Record.Quantity.Billionths, sum.Records + 1);
    }

    /// <summary>Writes them.</summary>
    public async Task WriteAsync(DbTransaction transaction)
    {
        foreach (var account in _hours.Keys.Select(key => key.SubscriptionId).Distinct().Order(StringComparer.Ordinal))
        {
            await transaction.Connection!.ExecuteAsync(
                "insert into usage_accounts (subscription_key, stamp) values (@account, @stamp) on conflict do nothing", new { account, stamp }, transaction);
        }

        var days = new Dictionary<Key, (Int128 Quantity, long Records)>();
        foreach (var (hour, sum) in _hours)
        {
            var key = hour with { Used = Day(hour.Used) };
            days.TryGetValue(key, out var day);
            days[key] = (day.Quantity + sum.Quantity, day.Records + sum.Records);
        }

        await tables.AddAsync(transaction, "usage_hourly", stamp, receivedHour, Sorted(_hours));
        await tables.AddAsync(transaction, "usage_daily", stamp, Day(receivedHour), Sorted(days));
    }

    /// <summary>The day of an hour, both since 1970.</summary>
    public static int Day(int hour) => Math.DivRem(hour, 24, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The hourly row a record counts in.</summary>
    public static Key KeyOf(UsageRow row) =>
        new(row.SubscriptionId, row.Record.Id.Hour, row.MeterKey, row.Record.SubscriptionId, row.BillingModel);

    // One order for all, so that the index is walked once.
    private static List<UsageSum> Sorted(Dictionary<Key, (Int128 Quantity, long Records)> sums) =>
    [
        .. sums.OrderBy(pair => pair.Key.SubscriptionId, StringComparer.Ordinal).ThenBy(pair => pair.Key.Used)
            .ThenBy(pair => pair.Key.MeterKey, StringComparer.Ordinal).ThenBy(pair => pair.Key.LocalSubscription, StringComparer.Ordinal)
            .Select(pair => new UsageSum(
                pair.Key.SubscriptionId, pair.Key.Used, pair.Key.MeterKey, pair.Key.LocalSubscription, pair.Key.BillingModel,
                // What does not fit is for the table to refuse, as where it only does not fit onto what lies there.
                (long)Int128.Clamp(pair.Value.Quantity, long.MinValue, long.MaxValue), pair.Value.Records)),
    ];

    internal readonly record struct Key(string SubscriptionId, int Used, string MeterKey, string LocalSubscription, string BillingModel);
}
