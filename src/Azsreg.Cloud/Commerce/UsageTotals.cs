using System.Data.Common;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// Tells which records would take a total beyond the range. That costs a query a total, so a batch is asked this way only after its roll-ups were refused once.
/// </summary>
internal sealed class UsageTotals(DbConnection connection, DbTransaction transaction, long stamp, int receivedHour)
{
    /// <summary>The bound of the tables.</summary>
    public const long Largest = 9_000_000_000_000_000_000;

    private readonly Dictionary<UsageRollUps.Key, Int128> _hours = [];
    private readonly Dictionary<UsageRollUps.Key, Int128> _days = [];

    /// <summary>True where a write failed since a total does not fit.</summary>
    public static bool IsOutOfRange(DbException fault)
    {
        const int sqliteCheck = 275;
        // PostgreSQL: check_violation, and numeric_value_out_of_range where the sum does not even fit the type.
        return fault is SqliteException { SqliteExtendedErrorCode: sqliteCheck } || fault.SqlState is "23514" or "22003";
    }

    /// <summary>Counts a record in; false where it must stay out.</summary>
    public async Task<bool> TryAddAsync(UsageRow row)
    {
        var hour = UsageRollUps.KeyOf(row);
        var day = hour with { Used = UsageRollUps.Day(hour.Used) };
        var inHour = await TotalAsync("usage_hourly", receivedHour, hour, _hours) + row.Record.Quantity.Billionths;
        var inDay = await TotalAsync("usage_daily", UsageRollUps.Day(receivedHour), day, _days) + row.Record.Quantity.Billionths;
        if (Int128.Abs(inHour) > Largest || Int128.Abs(inDay) > Largest)
            return false;
        _hours[hour] = inHour;
        _days[day] = inDay;
        return true;
    }

    private async Task<Int128> TotalAsync(string table, int received, UsageRollUps.Key key, Dictionary<UsageRollUps.Key, Int128> known)
    {
        if (known.TryGetValue(key, out var total))
            return total;
        return known[key] = await connection.ExecuteScalarAsync<long?>(
            $"""
            select quantity from {table}
            where stamp = @stamp and subscription_key = @SubscriptionId and received = @received and used = @Used and meter_key = @MeterKey
              and local_subscription = @LocalSubscription and billing_model = @BillingModel
            """,
            new { stamp, key.SubscriptionId, received = (long)received, Used = (long)key.Used, key.MeterKey, key.LocalSubscription, key.BillingModel },
            transaction) ?? 0L;
    }
}
