using System.Data.Common;
using System.Text.Json;
using Azsreg.ArmServer;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Marketplace;

/// <summary>Marketplace operations, which outlive the process that runs them.</summary>
internal sealed class MarketplaceOperationStore(SqlDatabase database)
{
    private const int DaysKept = 30;

    private const string Columns =
        """
        select id as Id, product as Product, kind as Kind, status as Status, channel as Channel, caller_id as CallerId, caller as Caller, needs as Needs,
            started_at as StartedAt, ended_at as EndedAt, bytes_done as BytesDone, bytes_total as BytesTotal, error as Error
        from marketplace_operations
        """;

    public async Task<MarketplaceOperation?> FindAsync(string id, CancellationToken cancellationToken) =>
        await ListAsync("where id = @id", new { id }, cancellationToken) is [var found] ? found : null;

    /// <summary>The item's latest operation.</summary>
    public async Task<MarketplaceOperation?> LatestAsync(string product, CancellationToken cancellationToken) =>
        await ListAsync("where product = @product order by id desc limit 1", new { product }, cancellationToken) is [var latest] ? latest : null;

    public Task<IReadOnlyList<MarketplaceOperation>> ListRunningAsync(CancellationToken cancellationToken) =>
        ListAsync("where status = @status order by id", new { status = nameof(MarketplaceOperationStatus.InProgress) }, cancellationToken);

    /// <summary>The latest operations, the newest first.</summary>
    public Task<IReadOnlyList<MarketplaceOperation>> ListLatestAsync(int most, CancellationToken cancellationToken) =>
        ListAsync("order by id desc limit @most", new { most }, cancellationToken);

    public static async Task<MarketplaceOperation?> FindRunningAsync(DbConnection connection, DbTransaction transaction, string product) =>
        (await connection.QueryFirstOrDefaultAsync<Row>(
            $"{Columns} where product = @product and status = @status",
            new { product, status = nameof(MarketplaceOperationStatus.InProgress) },
            transaction))?.ToOperation();

    public static Task AddAsync(DbConnection connection, DbTransaction transaction, MarketplaceOperation operation) => connection.ExecuteAsync(
        """
        insert into marketplace_operations
            (id, product, kind, status, channel, caller_id, caller, needs, started_at, ended_at, bytes_done, bytes_total, error)
        values (@Id, @Product, @Kind, @Status, @Channel, @CallerId, @Caller, @Needs, @StartedAt, @EndedAt, @BytesDone, @BytesTotal, null)
        """,
        new
        {
            operation.Id,
            operation.Product,
            Kind = operation.Kind.ToString(),
            Status = operation.Status.ToString(),
            Channel = operation.Caller.Kind.ToString(),
            CallerId = operation.Caller.Id,
            Caller = operation.Caller.Name,
            Needs = JsonSerializer.Serialize(operation.Needs, ArmJson.Options),
            StartedAt = Timestamp.Format(operation.StartedAt),
            EndedAt = operation.EndedAt is { } at ? Timestamp.Format(at) : null,
            operation.BytesDone,
            operation.BytesTotal,
        },
        transaction);

    /// <summary>Ends an operation that runs; false where it ended before.</summary>
    public static async Task<bool> EndAsync(DbConnection connection, DbTransaction transaction, MarketplaceOperation ended) => await connection.ExecuteAsync(
        """
        update marketplace_operations
        set status = @Status, ended_at = @EndedAt, bytes_done = @BytesDone, bytes_total = @BytesTotal, error = @Error
        where id = @Id and status = 'InProgress'
        """,
        new
        {
            ended.Id,
            Status = ended.Status.ToString(),
            EndedAt = Timestamp.Format(ended.EndedAt!.Value),
            ended.BytesDone,
            ended.BytesTotal,
            Error = ended.Error is null ? null : JsonSerializer.Serialize(ended.Error, ArmJson.Options),
        },
        transaction) > 0;

    /// <summary>Forgets what ended a month ago.</summary>
    public Task PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "delete from marketplace_operations where ended_at < @before", new { before = Timestamp.Format(now.AddDays(-DaysKept)) }, transaction),
        cancellationToken);

    private async Task<IReadOnlyList<MarketplaceOperation>> ListAsync(string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. (await connection.QueryAsync<Row>($"{Columns} {condition}", parameters)).Select(row => row.ToOperation())];
    }

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string Product { get; init; }
        public required string Kind { get; init; }
        public required string Status { get; init; }
        public required string Channel { get; init; }
        public required string CallerId { get; init; }
        public required string Caller { get; init; }
        public required string Needs { get; init; }
        public required string StartedAt { get; init; }
        public string? EndedAt { get; init; }
        public required long BytesDone { get; init; }
        public required long BytesTotal { get; init; }
        public string? Error { get; init; }

        public MarketplaceOperation ToOperation() => new(
            Id,
            Product,
            Enum.Parse<MarketplaceOperationKind>(Kind),
            Enum.Parse<MarketplaceOperationStatus>(Status),
            new StampCaller(Enum.Parse<CallerKind>(Channel), CallerId, Caller),
            JsonSerializer.Deserialize<string[]>(Needs, ArmJson.Options)!,
            Timestamp.Parse(StartedAt),
            EndedAt is null ? null : Timestamp.Parse(EndedAt),
            BytesDone,
            BytesTotal,
            Error is null ? null : JsonSerializer.Deserialize<ArmError>(Error, ArmJson.Options));
    }
}
