using System.Data.Common;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>The registrations in SQL. Commands take the connection of the one transaction they belong to.</summary>
internal sealed class RegistrationStore(SqlDatabase database)
{
    private const string Columns =
        """
        cloud_id as CloudId, subscription_id as SubscriptionId, resource_group as ResourceGroup, name as Name, object_id as ObjectId,
        billing_model as BillingModel, agreement_number as AgreementNumber, marketplace_syndication as MarketplaceSyndication,
        usage_reporting as UsageReporting, token_fields as TokenFields, token_hash as TokenHash, tags as Tags, etag as Etag,
        expires_at as ExpiresAt, created_at as CreatedAt, updated_at as UpdatedAt
        """;

    /// <summary>Runs a command in one transaction: all of it is kept or nothing.</summary>
    public Task<T> TransactAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        database.TransactAsync(work, cancellationToken);

    public async Task<RegistrationRecord?> FindAsync(ArmResourceId id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null, id);
    }

    public static async Task<RegistrationRecord?> FindAsync(DbConnection connection, DbTransaction? transaction, ArmResourceId id)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from registrations where resource_key = @key", new { key = RegistrationRecord.KeyOf(id) }, transaction);
        return row?.ToRecord();
    }

    public static async Task<RegistrationRecord?> FindByCloudIdAsync(DbConnection connection, DbTransaction transaction, string cloudId)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"select {Columns} from registrations where cloud_key = @key", new { key = RegistrationRecord.CloudKeyOf(cloudId) }, transaction);
        return row?.ToRecord();
    }

    /// <summary>A page in the order of the ids, after the key given.</summary>
    /// <param name="subscriptionId">Whose registrations.</param>
    /// <param name="resourceGroup">Only those of this group, where it is given.</param>
    /// <param name="after">The last key of the page before, or nothing.</param>
    /// <param name="count">How many rows at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<RegistrationRecord>> ListAsync(
        string subscriptionId, string? resourceGroup, string? after, int count, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select {Columns} from registrations
            where subscription_key = @subscription {(resourceGroup is null ? "" : "and group_key = @group")} and resource_key > @after
            order by resource_key limit @count
            """,
            new { subscription = subscriptionId.ToLowerInvariant(), group = resourceGroup?.ToLowerInvariant(), after = after ?? "", count },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRecord())];
    }

    /// <summary>Adds a registration; false where its cloud id or its id is taken, also by a transaction that came between.</summary>
    public static async Task<bool> TryAddAsync(DbConnection connection, DbTransaction transaction, RegistrationRecord record) =>
        await connection.ExecuteAsync(
            """
            insert into registrations (cloud_key, cloud_id, resource_key, subscription_key, group_key, subscription_id, resource_group, name,
              object_id, billing_model, agreement_number, marketplace_syndication, usage_reporting, token_fields, token_hash, tags, etag,
              expires_at, created_at, updated_at)
            values (@cloudKey, @cloudId, @resourceKey, @subscriptionKey, @groupKey, @subscriptionId, @resourceGroup, @name,
              @objectId, @billingModel, @agreementNumber, @syndication, @usage, @tokenFields, @tokenHash, @tags, @etag,
              @expiresAt, @createdAt, @updatedAt)
            on conflict do nothing
            """,
            Parameters(record),
            transaction) == 1;

    public static Task UpdateAsync(DbConnection connection, DbTransaction transaction, RegistrationRecord record) =>
        connection.ExecuteAsync(
            """
            update registrations set resource_group = @resourceGroup, name = @name, object_id = @objectId, billing_model = @billingModel,
              agreement_number = @agreementNumber, marketplace_syndication = @syndication, usage_reporting = @usage,
              token_fields = @tokenFields, token_hash = @tokenHash, tags = @tags, etag = @etag, expires_at = @expiresAt, updated_at = @updatedAt
            where cloud_key = @cloudKey
            """,
            Parameters(record),
            transaction);

    public static Task DeleteAsync(DbConnection connection, DbTransaction transaction, RegistrationRecord record) =>
        connection.ExecuteAsync("delete from registrations where cloud_key = @key", new { key = record.CloudKey }, transaction);

    /// <summary>The stamp's public key as it was pinned, or null.</summary>
    public static Task<string?> PinnedKeyAsync(DbConnection connection, DbTransaction transaction, string cloudId) =>
        connection.QuerySingleOrDefaultAsync<string?>(
            "select public_key from registration_stamp_keys where cloud_key = @key", new { key = RegistrationRecord.CloudKeyOf(cloudId) }, transaction);

    public static Task PinKeyAsync(DbConnection connection, DbTransaction transaction, string cloudId, string publicKey, DateTimeOffset at) =>
        connection.ExecuteAsync(
            """
            insert into registration_stamp_keys (cloud_key, public_key, pinned_at) values (@key, @publicKey, @at)
            on conflict (cloud_key) do update set public_key = excluded.public_key, pinned_at = excluded.pinned_at
            """,
            new { key = RegistrationRecord.CloudKeyOf(cloudId), publicKey, at = at.ToUnixTimeMilliseconds() },
            transaction);

    /// <summary>Where and with which content a nonce was first used, or null.</summary>
    public static Task<TokenUse?> TokenUseAsync(DbConnection connection, DbTransaction transaction, string cloudId, string nonce) =>
        connection.QuerySingleOrDefaultAsync<TokenUse?>(
            "select token_hash as TokenHash, resource_key as ResourceKey from registration_tokens where cloud_key = @key and nonce = @nonce",
            new { key = RegistrationRecord.CloudKeyOf(cloudId), nonce },
            transaction);

    public static Task AddTokenUseAsync(
        DbConnection connection, DbTransaction transaction, string cloudId, string nonce, TokenUse use, DateTimeOffset at) =>
        connection.ExecuteAsync(
            """
            insert into registration_tokens (cloud_key, nonce, token_hash, resource_key, used_at)
            values (@key, @nonce, @hash, @resource, @at)
            """,
            new { key = RegistrationRecord.CloudKeyOf(cloudId), nonce, hash = use.TokenHash, resource = use.ResourceKey, at = at.ToUnixTimeMilliseconds() },
            transaction);

    /// <summary>The token fields of every other stamp's registration by an agreement.</summary>
    public static async Task<IReadOnlyList<string>> TokensByAgreementAsync(
        DbConnection connection, DbTransaction transaction, string subscriptionId, string agreementNumber, string butOf) =>
        [.. await connection.QueryAsync<string>(
            """
            select token_fields from registrations
            where subscription_key = @key and agreement_number = @agreementNumber and billing_model = 'Capacity' and cloud_key <> @cloud
            """,
            new { key = subscriptionId.ToLowerInvariant(), agreementNumber, cloud = RegistrationRecord.CloudKeyOf(butOf) },
            transaction)];

    private static object Parameters(RegistrationRecord record) => new
    {
        cloudKey = record.CloudKey,
        cloudId = record.CloudId,
        resourceKey = record.ResourceKey,
        subscriptionKey = record.SubscriptionId.ToLowerInvariant(),
        groupKey = record.ResourceGroup.ToLowerInvariant(),
        subscriptionId = record.SubscriptionId,
        resourceGroup = record.ResourceGroup,
        name = record.Name,
        objectId = record.ObjectId,
        billingModel = record.BillingModel,
        agreementNumber = record.AgreementNumber,
        syndication = record.MarketplaceSyndication ? 1 : 0,
        usage = record.UsageReporting ? 1 : 0,
        tokenFields = record.TokenFields,
        tokenHash = record.TokenHash,
        tags = JsonSerializer.Serialize(record.Tags, RegistrationJson.Default.IReadOnlyDictionaryStringString),
        etag = record.Etag,
        expiresAt = record.ExpiresAt?.ToUnixTimeMilliseconds(),
        createdAt = record.CreatedAt.ToUnixTimeMilliseconds(),
        updatedAt = record.UpdatedAt.ToUnixTimeMilliseconds(),
    };

    internal sealed record TokenUse(string TokenHash, string ResourceKey);

    private sealed class Row
    {
        public string CloudId { get; init; } = "";
        public string SubscriptionId { get; init; } = "";
        public string ResourceGroup { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ObjectId { get; init; }
        public string BillingModel { get; init; } = "";
        public string? AgreementNumber { get; init; }
        public long MarketplaceSyndication { get; init; }
        public long UsageReporting { get; init; }
        public string TokenFields { get; init; } = "";
        public string TokenHash { get; init; } = "";
        public string Tags { get; init; } = "";
        public string Etag { get; init; } = "";
        public long? ExpiresAt { get; init; }
        public long CreatedAt { get; init; }
        public long UpdatedAt { get; init; }

        public RegistrationRecord ToRecord() => new()
        {
            CloudId = CloudId,
            SubscriptionId = SubscriptionId,
            ResourceGroup = ResourceGroup,
            Name = Name,
            ObjectId = ObjectId,
            BillingModel = BillingModel,
            AgreementNumber = AgreementNumber,
            MarketplaceSyndication = MarketplaceSyndication != 0,
            UsageReporting = UsageReporting != 0,
            TokenFields = TokenFields,
            TokenHash = TokenHash,
            Tags = JsonSerializer.Deserialize(Tags, RegistrationJson.Default.IReadOnlyDictionaryStringString)!,
            Etag = Etag,
            ExpiresAt = ExpiresAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
            UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
        };
    }
}
