using System.Data.Common;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>The hourly and daily sums of what one batch adds, gathered in memory so that a batch of thousands touches some dozen rows.</summary>
internal sealed class UsageRollUps(long stamp, int receivedHour)
{
    private readonly Dictionary<Key, Sum> _hours = [];

    /// <summary>Adds a record.</summary>
    public void Add(UsageRow row)
    {
        var key = KeyOf(row);
        _hours.TryGetValue(key, out var sum);
        _hours[key] = new Sum(sum.Quantity + row.Record.Quantity.Billionths, sum.Records + 1);
    }

    /// <summary>Writes them, in one order for all, so that two transactions never wait for each other crosswise.</summary>
    public async Task WriteAsync(DbConnection connection, DbTransaction transaction)
    {
        foreach (var account in _hours.Keys.Select(key => key.SubscriptionId).Distinct().Order(StringComparer.Ordinal))
        {
            await connection.ExecuteAsync(
                "insert into usage_accounts (subscription_key, stamp) values (@account, @stamp) on conflict do nothing", new { account, stamp }, transaction);
        }

        await UpsertAsync(connection, transaction, "usage_hourly", receivedHour, _hours);
        await UpsertAsync(connection, transaction, "usage_daily", Day(receivedHour), Days());
    }

    /// <summary>The day of an hour, both since 1970.</summary>
    public static int Day(int hour) => Math.DivRem(hour, 24, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The hourly row a record counts in.</summary>
    public static Key KeyOf(UsageRow row) =>
        new(row.SubscriptionId, row.Record.Id.Hour, row.MeterKey, row.Record.SubscriptionId, row.BillingModel);

    private Dictionary<Key, Sum> Days()
    {
        var days = new Dictionary<Key, Sum>();
        foreach (var (hour, sum) in _hours)
        {
            var key = hour with { Used = Day(hour.Used) };
            days.TryGetValue(key, out var day);
            days[key] = new Sum(day.Quantity + sum.Quantity, day.Records + sum.Records);
        }

        return days;
    }

    private async Task UpsertAsync(DbConnection connection, DbTransaction transaction, string table, int received, Dictionary<Key, Sum> sums)
    {
        var sql =
            $"""
            insert into {table} (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model, quantity, records)
            values (@stamp, @SubscriptionId, @received, @Used, @MeterKey, @LocalSubscription, @BillingModel, @quantity, @records)
            on conflict (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
            do update set quantity = {table}.quantity + excluded.quantity, records = {table}.records + excluded.records
            """;
        foreach (var (key, sum) in sums.OrderBy(pair => pair.Key))
        {
            await connection.ExecuteAsync(
                sql,
                new
                {
                    stamp, key.SubscriptionId, received = (long)received, Used = (long)key.Used, key.MeterKey, key.LocalSubscription, key.BillingModel,
                    // What does not fit is for the table to refuse, as where it only does not fit onto what lies there.
                    quantity = (long)Int128.Clamp(sum.Quantity, long.MinValue, long.MaxValue), records = sum.Records,
                },
                transaction);
        }
    }

    internal readonly record struct Key(string SubscriptionId, int Used, string MeterKey, string LocalSubscription, string BillingModel) : IComparable<Key>
    {
        public int CompareTo(Key other) =>
            string.CompareOrdinal(SubscriptionId, other.SubscriptionId) is not 0 and var one ? one
            : Used != other.Used ? Used.CompareTo(other.Used)
            : string.CompareOrdinal(MeterKey, other.MeterKey) is not 0 and var two ? two
            : string.CompareOrdinal(LocalSubscription, other.LocalSubscription) is not 0 and var three ? three
            : string.CompareOrdinal(BillingModel, other.BillingModel);
    }

    private readonly record struct Sum(Int128 Quantity, long Records);
}
