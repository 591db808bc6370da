using System.Globalization;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Marketplace;

/// <summary>What stamps tell of their work with products. Kept by cloud id, so that it outlives a registration; the oldest of a stamp go first.</summary>
internal sealed class ProductLogs(SqlDatabase database, TimeProvider clock)
{
    /// <summary>Entries kept for a stamp.</summary>
    public const int MostEntries = 1000;

    private const int LongestWord = 128;
    private const int LongestText = 8 * 1024;

    private static readonly string[] Ends = ["Succeeded", "Failed", "Canceled"];

    /// <summary>Enters what a stamp tells: a new entry, or the next of one that has not ended (same product, same operation).</summary>
    /// <exception cref="ArmException">400: a field is longer than it may be.</exception>
    public async Task<ProductLog> EnterAsync(
        RegistrationRecord registration, string product, MarketplaceProductLogUpdate update, CancellationToken cancellationToken)
    {
        foreach (var (name, value, most) in new[]
        {
            ("operation", update.Operation, LongestWord), ("status", update.Status, LongestWord),
            ("error", update.Error, LongestText), ("details", update.Details, LongestText),
        })
        {
            if (value?.Length > most)
                throw new ArmException(400, "InvalidRequestContent", $"The field '{name}' has more than {most} characters.", name);
        }

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new
        {
            cloud = registration.CloudKey,
            id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            product,
            productKey = CatalogueProduct.KeyOf(product),
            registration.SubscriptionId,
            registration.ResourceGroup,
            registration.Name,
            update.Operation,
            update.Status,
            update.Error,
            update.Details,
            now,
            ended = Ends.Contains(update.Status, StringComparer.OrdinalIgnoreCase) ? now : (long?)null,
            keep = MostEntries,
        };
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                var (open, startedAt) = await connection.QueryFirstOrDefaultAsync<(string?, long)>(
                    """
                    select log_id, started_at from marketplace_logs
                    where cloud_key = @cloud and product_key = @productKey and coalesce(operation, '') = coalesce(@Operation, '') and ended_at is null
                    order by log_id desc limit 1
                    """,
                    row,
                    transaction);
                if (open is not null)
                {
                    await connection.ExecuteAsync(
                        """
                        update marketplace_logs set status = @Status, error = @Error, details = @Details, ended_at = @ended
                        where cloud_key = @cloud and log_id = @open
                        """,
                        new { row.cloud, open, row.Status, row.Error, row.Details, row.ended },
                        transaction);
                }
                else
                {
                    await connection.ExecuteAsync(
                        """
                        insert into marketplace_logs (cloud_key, log_id, product_id, product_key, subscription_id, resource_group, registration_name,
                          operation, status, error, details, started_at, ended_at)
                        values (@cloud, @id, @product, @productKey, @SubscriptionId, @ResourceGroup, @Name,
                          @Operation, @Status, @Error, @Details, @now, @ended)
                        """,
                        row,
                        transaction);
                    // Ids are in the order of time.
                    await connection.ExecuteAsync(
                        """
                        delete from marketplace_logs where cloud_key = @cloud and log_id <= (
                          select log_id from marketplace_logs where cloud_key = @cloud order by log_id desc limit 1 offset @keep)
                        """,
                        row,
                        transaction);
                }

                return open is null ? Shape(row.id, now) : Shape(open, startedAt);
            },
            cancellationToken);

        ProductLog Shape(string id, long startedAt) => new()
        {
            Id = id,
            ProductId = product,
            SubscriptionId = registration.SubscriptionId,
            RegistrationName = registration.Name,
            ResourceGroupName = registration.ResourceGroup,
            Operation = update.Operation,
            StartDate = Date(startedAt),
            EndDate = row.ended is { } ended ? Date(ended) : null,
            Status = update.Status,
            Error = update.Error,
            Details = update.Details,
        };
    }

    /// <summary>What the registration's stamp told, of one product or of all, the latest first.</summary>
    /// <param name="registration">The registration.</param>
    /// <param name="productKey">The product's key; null for all.</param>
    /// <param name="after">The id of the last entry seen; null from the beginning.</param>
    /// <param name="take">Entries at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<ProductLog>> ListAsync(
        RegistrationRecord registration, string? productKey, string? after, int take, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            $"""
            select log_id as Id, product_id as ProductId, subscription_id as SubscriptionId, resource_group as ResourceGroup, registration_name as RegistrationName,
              operation as Operation, status as Status, error as Error, details as Details, started_at as StartedAt, ended_at as EndedAt
            from marketplace_logs
            where cloud_key = @cloud {(productKey is null ? "" : "and product_key = @productKey")} {(after is null ? "" : "and log_id < @after")}
            order by log_id desc limit @take
            """,
            new { cloud = registration.CloudKey, productKey, after, take });
        return
        [
            .. rows.Select(row => new ProductLog
            {
                Id = row.Id,
                ProductId = row.ProductId,
                SubscriptionId = row.SubscriptionId,
                RegistrationName = row.RegistrationName,
                ResourceGroupName = row.ResourceGroup,
                Operation = row.Operation,
                StartDate = Date(row.StartedAt),
                EndDate = row.EndedAt is { } ended ? Date(ended) : null,
                Status = row.Status,
                Error = row.Error,
                Details = row.Details,
            }),
        ];
    }

    // As in the published example.
    private static string Date(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("MM-dd-yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string ProductId { get; init; }
        public required string SubscriptionId { get; init; }
        public required string ResourceGroup { get; init; }
        public required string RegistrationName { get; init; }
        public string? Operation { get; init; }
        public string? Status { get; init; }
        public string? Error { get; init; }
        public string? Details { get; init; }
        public required long StartedAt { get; init; }
        public long? EndedAt { get; init; }
    }
}
