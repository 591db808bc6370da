using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>Keeps how the bridge's attempts went over a restart.</summary>
internal sealed class UsageBridgeStore(SqlDatabase database)
{
    public static async Task<UsageBridgeProgress> FindAsync(DbConnection connection, DbTransaction? transaction) =>
        (await connection.QueryFirstOrDefaultAsync<Row>(
            """
            select acknowledged_at as AcknowledgedAt, failed_at as FailedAt, failure_code as Code, failure_message as Message,
                is_refused as IsRefused, failures as Failures, retry_at as RetryAt
            from usage_bridge
            """,
            transaction: transaction))?.ToProgress() ?? UsageBridgeProgress.None;

    public async Task<UsageBridgeProgress> FindAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FindAsync(connection, null);
    }

    public Task PutAsync(UsageBridgeProgress progress, CancellationToken cancellationToken) =>
        database.TransactAsync((connection, transaction) => PutAsync(connection, transaction, progress), cancellationToken);

    public static Task PutAsync(DbConnection connection, DbTransaction transaction, UsageBridgeProgress progress) => connection.ExecuteAsync(
        """
        insert into usage_bridge (singleton, acknowledged_at, failed_at, failure_code, failure_message, is_refused, failures, retry_at)
        values (1, @AcknowledgedAt, @FailedAt, @Code, @Message, @IsRefused, @Failures, @RetryAt)
        on conflict (singleton) do update set acknowledged_at = excluded.acknowledged_at, failed_at = excluded.failed_at,
            failure_code = excluded.failure_code, failure_message = excluded.failure_message, is_refused = excluded.is_refused,
            failures = excluded.failures, retry_at = excluded.retry_at
        """,
        new
        {
            AcknowledgedAt = Text(progress.AcknowledgedAt),
            FailedAt = Text(progress.FailedAt),
            progress.Code,
            Message = progress.Message is { Length: > 1000 } text ? text[..1000] : progress.Message,
            IsRefused = progress.IsRefused ? 1L : 0L,
            progress.Failures,
            RetryAt = Text(progress.RetryAt),
        },
        transaction);

    private static string? Text(DateTimeOffset? at) => at is { } time ? Timestamp.Format(time) : null;

    private sealed class Row
    {
        public string? AcknowledgedAt { get; init; }
        public string? FailedAt { get; init; }
        public string? Code { get; init; }
        public string? Message { get; init; }
        public required long IsRefused { get; init; }
        public required long Failures { get; init; }
        public string? RetryAt { get; init; }

        public UsageBridgeProgress ToProgress() => new(
            Time(AcknowledgedAt), Time(FailedAt), Code, Message, IsRefused != 0, (int)Failures, Time(RetryAt));

        private static DateTimeOffset? Time(string? text) => text is null ? null : Timestamp.Parse(text);
    }
}
