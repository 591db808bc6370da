using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>
/// Long-running operations, durable: what was accepted with 202 is done even if the role stops in between. A 202 carries
/// <c>Location</c>, or <c>Azure-AsyncOperation</c> too, and <c>Retry-After</c> (ARM RPC, "asynchronous operations").
/// </summary>
public sealed class ArmOperations
{
    private const string ApiVersion = "2021-04-01";
    private const int MaxWaiting = 10_000;

    /// <summary>How long a replica that is not heard of keeps the operations it runs.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Channel<string> _accepted = Channel.CreateBounded<string>(MaxWaiting);
    private readonly SqlDatabase _database;
    private readonly ArmServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _owner;

    internal ArmOperations(SqlDatabase database, ArmServerOptions options, TimeProvider clock)
    {
        _database = database;
        _options = options;
        _clock = clock;
        _owner = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
    }

    internal ChannelReader<string> Accepted => _accepted.Reader;

    /// <summary>Stores an operation and has it run.</summary>
    /// <param name="subscriptionId">Where it may be polled.</param>
    /// <param name="kind">Which handler runs it.</param>
    /// <param name="input">What the handler works on.</param>
    /// <param name="cancellationToken">Cancels the storing, not the operation.</param>
    /// <param name="firstEffect">What must be stored with it or not at all, such as the mark on what is being deleted.</param>
    public async Task<ArmOperation> StartAsync(
        string subscriptionId, string kind, string input, CancellationToken cancellationToken,
        Func<DbConnection, DbTransaction, Task>? firstEffect = null)
    {
        var now = _clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        await _database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    insert into arm_operations (id, subscription_id, kind, input, status, started_at, lease_owner, leased_until)
                    values (@id, @subscriptionId, @kind, @input, @status, @startedAt, @owner, @until)
                    """,
                    new
                    {
                        id, subscriptionId, kind, input, status = nameof(ArmOperationStatus.Running), startedAt = now.ToUnixTimeMilliseconds(),
                        owner = _owner, until = (now + Lease).ToUnixTimeMilliseconds(),
                    },
                    transaction).ConfigureAwait(false);
                if (firstEffect is not null)
                    await firstEffect(connection, transaction).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        // It is stored: a client that goes away now must not keep it from running.
        await _accepted.Writer.WriteAsync(id, CancellationToken.None).ConfigureAwait(false);
        return new ArmOperation(id, subscriptionId, kind, input, ArmOperationStatus.Running, now, null, null, null, null);
    }

    /// <summary>202 with the polling URL in <c>Location</c>; the client reads there what the call would have answered.</summary>
    public IResult Accept(ArmRequest request, ArmOperation operation) => new AcceptedResult(this, request, operation, null);

    /// <summary>A status and body of now, with the polling URL in <c>Azure-AsyncOperation</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">What runs.</param>
    /// <param name="result">Normally 201 or 200 with a body whose <c>provisioningState</c> is not final.</param>
    public IResult Accept(ArmRequest request, ArmOperation operation, IResult result) => new AcceptedResult(this, request, operation, result);

    /// <summary>An operation; null where there is none of that id in the subscription.</summary>
    public async Task<ArmOperation?> FindAsync(string subscriptionId, string id, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var row = await connection.QuerySingleOrDefaultAsync<Row>(
                $"{Columns} where id = @id and subscription_id = @subscriptionId", new { id, subscriptionId }).ConfigureAwait(false);
            return row?.ToOperation();
        }
    }

    internal static string LocationOf(ArmRequest request, ArmOperation operation) =>
        request.Absolute($"/subscriptions/{operation.SubscriptionId}/operationresults/{operation.Id}?api-version={ApiVersion}");

    internal void WriteRetryAfter(HttpResponse response) => response.Headers.RetryAfter =
        ((int)Math.Ceiling(_options.OperationPollInterval.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Has a stored operation run by this process.</summary>
    internal ValueTask QueueAsync(string id, CancellationToken cancellationToken) => _accepted.Writer.WriteAsync(id, cancellationToken);

    /// <summary>The operations that nobody runs any more, the oldest first.</summary>
    /// <param name="alone">Whether no other process works on this database: then all that run were interrupted.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    internal async Task<IReadOnlyList<string>> ListAbandonedAsync(bool alone, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return (await connection.QueryAsync<string>(
                $"select id from arm_operations where status = @status {(alone ? "" : "and (leased_until is null or leased_until < @now)")} order by id",
                new { status = nameof(ArmOperationStatus.Running), now = _clock.GetUtcNow().ToUnixTimeMilliseconds() }).ConfigureAwait(false)).AsList();
        }
    }

    /// <summary>Takes an operation, or keeps it, for another lease; null where it has ended or another replica runs it.</summary>
    internal Task<ArmOperation?> TryTakeAsync(string id, bool alone, CancellationToken cancellationToken) => _database.TransactAsync(
        async (connection, transaction) =>
        {
            var now = _clock.GetUtcNow();
            var key = new
            {
                id, status = nameof(ArmOperationStatus.Running), owner = _owner, now = now.ToUnixTimeMilliseconds(),
                until = (now + Lease).ToUnixTimeMilliseconds(),
            };
            var taken = await connection.ExecuteAsync(
                $"""
                update arm_operations set lease_owner = @owner, leased_until = @until
                where id = @id and status = @status {(alone ? "" : "and (lease_owner = @owner or leased_until is null or leased_until < @now)")}
                """,
                key,
                transaction).ConfigureAwait(false);
            var row = taken == 0 ? null : await connection.QuerySingleAsync<Row>($"{Columns} where id = @id", key, transaction).ConfigureAwait(false);
            return row?.ToOperation();
        },
        cancellationToken);

    /// <summary>Forgets what ended before <paramref name="time"/>: nobody polls it any more.</summary>
    internal Task ForgetEndedAsync(DateTimeOffset time, CancellationToken cancellationToken) => _database.TransactAsync(
        (connection, transaction) => connection.ExecuteAsync(
            "delete from arm_operations where ended_at < @time", new { time = time.ToUnixTimeMilliseconds() }, transaction),
        cancellationToken);

    internal Task EndAsync(ArmOperation operation, ArmOperationResult? result, ArmError? error, CancellationToken cancellationToken) =>
        _database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                update arm_operations
                set status = @status, ended_at = @endedAt, result_status = @resultStatus, result_body = @resultBody, error = @error
                where id = @id
                """,
                new
                {
                    id = operation.Id,
                    status = error is null ? nameof(ArmOperationStatus.Succeeded) : nameof(ArmOperationStatus.Failed),
                    endedAt = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    resultStatus = (long?)result?.StatusCode,
                    resultBody = result?.Body,
                    error = error is null ? null : JsonSerializer.Serialize(error, ArmJson.Options),
                },
                transaction),
            cancellationToken);

    private const string Columns =
        """
        select id as "Id", subscription_id as "SubscriptionId", kind as "Kind", input as "Input", status as "Status",
               started_at as "StartedAt", ended_at as "EndedAt", result_status as "ResultStatus", result_body as "ResultBody", error as "Error"
        from arm_operations
        """;

    private sealed record Row
    {
        public required string Id { get; init; }
        public required string SubscriptionId { get; init; }
        public required string Kind { get; init; }
        public required string Input { get; init; }
        public required string Status { get; init; }
        public required long StartedAt { get; init; }
        public long? EndedAt { get; init; }
        public long? ResultStatus { get; init; }
        public string? ResultBody { get; init; }
        public string? Error { get; init; }

        public ArmOperation ToOperation() => new(
            Id, SubscriptionId, Kind, Input, Enum.Parse<ArmOperationStatus>(Status),
            DateTimeOffset.FromUnixTimeMilliseconds(StartedAt),
            EndedAt is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
            (int?)ResultStatus, ResultBody, Error is null ? null : JsonSerializer.Deserialize<ArmError>(Error, ArmJson.Options));
    }

    private sealed class AcceptedResult(ArmOperations operations, ArmRequest request, ArmOperation operation, IResult? result) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            operations.WriteRetryAfter(httpContext.Response);
            if (result is null)
            {
                httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
                httpContext.Response.Headers.Location = LocationOf(request, operation);
                return Task.CompletedTask;
            }

            httpContext.Response.Headers["Azure-AsyncOperation"] = request.Absolute(
                $"/subscriptions/{operation.SubscriptionId}/operationstatuses/{operation.Id}?api-version={ApiVersion}");
            return result.ExecuteAsync(httpContext);
        }
    }
}
