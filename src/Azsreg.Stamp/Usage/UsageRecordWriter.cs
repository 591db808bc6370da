using System.Data.Common;
using System.Globalization;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// Writes records within one transaction, with statements that are prepared once: mapping parameters anew for each row took four times as long.
/// </summary>
internal sealed class UsageRecordWriter(DbConnection connection, DbTransaction transaction, DateTimeOffset now) : IDisposable
{
    // SQLITE_CONSTRAINT_CHECK: the sum of a day left the range of whole numbers.
    private const int CheckFailed = 275;

    private readonly DbCommand _insert = Prepare(
        connection,
        transaction,
        """
        insert into usage_records (record_id, resource_no, meter_id, usage_hour, revision, quantity, reported_at)
        values ($0, $1, $2, $3, $4, $5, $6) on conflict (record_id) do nothing
        """,
        7);

    private readonly DbCommand _daily = Prepare(
        connection,
        transaction,
        """
        insert into usage_daily (reported_day, resource_no, meter_id, usage_day, quantity) values ($0, $1, $2, $3, $4)
        on conflict (reported_day, resource_no, meter_id, usage_day) do update set quantity = quantity + excluded.quantity
        """,
        5);

    private readonly Dictionary<UsageRecordResource, long> _resources = [];

    /// <summary>Writes a record that keeps its bounds.</summary>
    /// <returns>True where it is new, false where it was there with the same content.</returns>
    /// <exception cref="UsageRefusedException">It was there with another content, or its day's sum would leave the range.</exception>
    public async Task<bool> WriteAsync(UsageRecord record)
    {
        var resource = await ResourceAsync(UsageRecordResource.Of(record));
        var reportedAt = record.ReportedTime.ToUnixTimeMilliseconds();
        Set(_insert, record.Id.ToString(), resource, record.MeterId, (long)record.Id.Hour, (long)record.Revision, record.Quantity.Billionths, reportedAt);
        if (await _insert.ExecuteNonQueryAsync() == 0)
        {
            await CompareAsync(record, resource);
            return false;
        }

        Set(_daily, Math.DivRem(reportedAt, 86_400_000).Quotient, resource, record.MeterId, (long)(record.Id.Hour / 24), record.Quantity.Billionths);
        try
        {
            await _daily.ExecuteNonQueryAsync();
        }
        catch (SqliteException full) when (full.SqliteExtendedErrorCode == CheckFailed)
        {
            await connection.ExecuteAsync("delete from usage_records where record_id = @Id", new { Id = record.Id.ToString() }, transaction);
            throw new UsageRefusedException(UsageRefusalCode.QuantityOverflow, "With this record the day's sum would be beyond the range of an amount.");
        }

        return true;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _daily.Dispose();
    }

    private async Task CompareAsync(UsageRecord record, long resource)
    {
        var known = await connection.QuerySingleAsync<(long Resource, long Quantity)>(
            "select resource_no, quantity from usage_records where record_id = @Id", new { Id = record.Id.ToString() }, transaction);
        // Reported anew it has another time; the first one stays.
        if (known != (resource, record.Quantity.Billionths))
            throw new UsageRefusedException(UsageRefusalCode.ContentConflict, "It was reported before with another content; a late amount is a further revision.");
    }

    private async Task<long> ResourceAsync(UsageRecordResource resource)
    {
        if (_resources.TryGetValue(resource, out var known))
            return known;
        var fingerprint = resource.Fingerprint();
        var found = await connection.ExecuteScalarAsync<long?>(
            "select resource_no from usage_resources where fingerprint = @fingerprint", new { fingerprint }, transaction);
        if (found is null)
        {
            await connection.ExecuteAsync(
                """
                insert into tenant_subscriptions (subscription_id, tenant_id, display_name, is_sample, created_at)
                values (@SubscriptionId, @TenantId, @SubscriptionId, 0, @At) on conflict (subscription_id) do nothing
                """,
                new { resource.SubscriptionId, resource.TenantId, At = Facts.Timestamp.Format(now) },
                transaction);
            found = await connection.ExecuteScalarAsync<long>(
                """
                insert into usage_resources (fingerprint, subscription_id, tenant_id, resource_uri, location, tags, additional_info)
                values (@fingerprint, @SubscriptionId, @TenantId, @ResourceUri, @Location, @Tags, @AdditionalInfo) returning resource_no
                """,
                new { fingerprint, resource.SubscriptionId, resource.TenantId, resource.ResourceUri, resource.Location, resource.Tags, resource.AdditionalInfo },
                transaction);
        }

        return _resources[resource] = found.Value;
    }

    private static DbCommand Prepare(DbConnection connection, DbTransaction transaction, string text, int parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var index = 0; index < parameters; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + index.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Set(DbCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index];
    }
}
