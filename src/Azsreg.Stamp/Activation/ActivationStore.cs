using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Activation;

/// <summary>The one activation of a stamp and the resource group it lies in.</summary>
internal sealed class ActivationStore(SqlDatabase database, SecretProtector protector)
{
    private const string Purpose = "stamp/activation-key";

    private const string Columns =
        """
        activation_id as ActivationId, registration_id as RegistrationId, environment as Environment, tenant_id as TenantId,
        display_name as DisplayName, billing_model as BillingModel, object_id as ObjectId, marketplace_endpoint as MarketplaceEndpoint,
        marketplace_resource_uri as MarketplaceResourceUri, usage_endpoint as UsageEndpoint, usage_resource_uri as UsageResourceUri,
        expires_at as ExpiresAt, marketplace_syndication_enabled as MarketplaceSyndicationEnabled,
        usage_reporting_enabled as UsageReportingEnabled, activation_key as ActivationKey, activated_at as ActivatedAt, changed_at as ChangedAt
        """;

    public async Task<ActivationRecord?> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null);
    }

    public async Task<ActivationRecord?> FindAsync(DbConnection connection, DbTransaction? transaction) =>
        (await connection.QueryFirstOrDefaultAsync<Row>(
            $"select {Columns} from activations where name = @Name", new { Name = WellKnown.ActivationName }, transaction))?.ToRecord(protector);

    /// <summary>Whether the group was ever made: before the first activation even the group is not found.</summary>
    public async Task<bool> GroupExistsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(
            "select count(*) from resource_groups where lower(name) = @Name", new { Name = WellKnown.ActivationResourceGroup }) > 0;
    }

    public async Task PutAsync(DbConnection connection, DbTransaction transaction, ActivationRecord record, string region)
    {
        await connection.ExecuteAsync(
            "insert into resource_groups (name, location, created_at) values (@Name, @region, @At) on conflict (name) do nothing",
            new { Name = WellKnown.ActivationResourceGroup, region, At = record.ChangedAt },
            transaction);
        await connection.ExecuteAsync(
            """
            insert into activations (name, activation_id, registration_id, environment, tenant_id, display_name, billing_model, object_id,
                marketplace_endpoint, marketplace_resource_uri, usage_endpoint, usage_resource_uri, expires_at,
                marketplace_syndication_enabled, usage_reporting_enabled, activation_key, activated_at, changed_at)
            values (@Name, @ActivationId, @RegistrationId, @Environment, @TenantId, @DisplayName, @BillingModel, @ObjectId,
                @MarketplaceEndpoint, @MarketplaceResourceUri, @UsageEndpoint, @UsageResourceUri, @ExpiresAt,
                @MarketplaceSyndicationEnabled, @UsageReportingEnabled, @ActivationKey, @ActivatedAt, @ChangedAt)
            on conflict (name) do update set
                activation_id = excluded.activation_id, registration_id = excluded.registration_id, environment = excluded.environment,
                tenant_id = excluded.tenant_id, display_name = excluded.display_name, billing_model = excluded.billing_model,
                object_id = excluded.object_id, marketplace_endpoint = excluded.marketplace_endpoint,
                marketplace_resource_uri = excluded.marketplace_resource_uri, usage_endpoint = excluded.usage_endpoint,
                usage_resource_uri = excluded.usage_resource_uri, expires_at = excluded.expires_at,
                marketplace_syndication_enabled = excluded.marketplace_syndication_enabled,
                usage_reporting_enabled = excluded.usage_reporting_enabled, activation_key = excluded.activation_key,
                activated_at = excluded.activated_at, changed_at = excluded.changed_at
            """,
            new
            {
                Name = WellKnown.ActivationName,
                ActivationId = record.ActivationId.ToString(),
                record.RegistrationId,
                record.Environment,
                record.TenantId,
                record.DisplayName,
                record.BillingModel,
                record.ObjectId,
                record.MarketplaceEndpoint,
                record.MarketplaceResourceUri,
                record.UsageEndpoint,
                record.UsageResourceUri,
                ExpiresAt = Timestamp.Format(record.ExpiresAt),
                MarketplaceSyndicationEnabled = record.MarketplaceSyndicationEnabled ? 1L : 0L,
                UsageReportingEnabled = record.UsageReportingEnabled ? 1L : 0L,
                ActivationKey = protector.Protect(record.ActivationKey, Purpose),
                record.ActivatedAt,
                record.ChangedAt,
            },
            transaction);
    }

    public static Task DeleteAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("delete from activations where name = @Name", new { Name = WellKnown.ActivationName }, transaction);

    private sealed class Row
    {
        public required string ActivationId { get; init; }
        public required string RegistrationId { get; init; }
        public required string Environment { get; init; }
        public string? TenantId { get; init; }
        public required string DisplayName { get; init; }
        public required string BillingModel { get; init; }
        public required string ObjectId { get; init; }
        public required string MarketplaceEndpoint { get; init; }
        public required string MarketplaceResourceUri { get; init; }
        public required string UsageEndpoint { get; init; }
        public required string UsageResourceUri { get; init; }
        public required string ExpiresAt { get; init; }
        public required long MarketplaceSyndicationEnabled { get; init; }
        public required long UsageReportingEnabled { get; init; }
        public required string ActivationKey { get; init; }
        public required string ActivatedAt { get; init; }
        public required string ChangedAt { get; init; }

        public ActivationRecord ToRecord(SecretProtector protector) => new()
        {
            ActivationId = Guid.Parse(ActivationId),
            RegistrationId = RegistrationId,
            Environment = Environment,
            TenantId = TenantId,
            DisplayName = DisplayName,
            BillingModel = BillingModel,
            ObjectId = ObjectId,
            MarketplaceEndpoint = MarketplaceEndpoint,
            MarketplaceResourceUri = MarketplaceResourceUri,
            UsageEndpoint = UsageEndpoint,
            UsageResourceUri = UsageResourceUri,
            ExpiresAt = Timestamp.Parse(ExpiresAt),
            MarketplaceSyndicationEnabled = MarketplaceSyndicationEnabled != 0,
            UsageReportingEnabled = UsageReportingEnabled != 0,
            ActivationKey = protector.Unprotect(ActivationKey, Purpose),
            ActivatedAt = ActivatedAt,
            ChangedAt = ChangedAt,
        };
    }
}
