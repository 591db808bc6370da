using System.Data.Common;
using System.Runtime.InteropServices;

namespace Azsreg.Cloud.Commerce;

/// <summary>The hourly and daily sums of what one batch adds, gathered in memory so that a batch of thousands touches some dozen rows.</summary>
internal sealed class UsageRollUps(UsageTables tables, long stamp, int receivedHour)
{
    // By numbers first: the texts of a key take longer to hash than all else takes.
    private readonly Dictionary<(int Hour, long Details, string MeterKey), Sum> _sums = [];

    /// <summary>Adds a record.</summary>
    public void Add(UsageEntry entry)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _sums, (entry.Row.Record.Id.Hour, entry.Details, entry.Row.MeterKey), out var isThere);
        if (!isThere)
            sum.Key = KeyOf(entry.Row);
        sum.Quantity += entry.Row.Record.Quantity.Billionths;
        sum.Records++;
    }

    /// <summary>Writes them.</summary>
    public async Task WriteAsync(DbTransaction transaction)
    {
        await tables.AddAsync(transaction, "usage_hourly", stamp, receivedHour, Sorted(key => key));
        await tables.AddAsync(transaction, "usage_daily", stamp, Day(receivedHour), Sorted(key => key with { Used = Day(key.Used) }));
    }

    /// <summary>The day of an hour, both since 1970.</summary>
    public static int Day(int hour) => Math.DivRem(hour, 24, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The hourly row a record counts in.</summary>
    public static Key KeyOf(UsageRow row) =>
        new(row.SubscriptionId, row.Record.Id.Hour, row.MeterKey, row.Record.SubscriptionId, row.BillingModel);

    // One order for all, so that the index is walked once.
    private List<UsageSum> Sorted(Func<Key, Key> unit)
    {
        var sums = new Dictionary<Key, (Int128 Quantity, long Records)>();
        foreach (var sum in _sums.Values)
        {
            var key = unit(sum.Key);
            sums.TryGetValue(key, out var former);
            sums[key] = (former.Quantity + sum.Quantity, former.Records + sum.Records);
        }

        return
        [
            .. sums.OrderBy(pair => pair.Key.SubscriptionId, StringComparer.Ordinal).ThenBy(pair => pair.Key.Used)
                .ThenBy(pair => pair.Key.MeterKey, StringComparer.Ordinal).ThenBy(pair => pair.Key.LocalSubscription, StringComparer.Ordinal)
                .Select(pair => new UsageSum(
                    pair.Key.SubscriptionId, pair.Key.Used, pair.Key.MeterKey, pair.Key.LocalSubscription, pair.Key.BillingModel,
                    // What does not fit is for the table to refuse, as where it only does not fit onto what lies there.
                    (long)Int128.Clamp(pair.Value.Quantity, long.MinValue, long.MaxValue), pair.Value.Records)),
        ];
    }

    internal readonly record struct Key(string SubscriptionId, int Used, string MeterKey, string LocalSubscription, string BillingModel);

    private struct Sum
    {
        public Key Key;
        public Int128 Quantity;
        public long Records;
    }
}
