using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// The book of batches: what was sealed, when it was sent, and what commerce answered. Each line is written in the transaction of what it tells,
/// so that the book cannot differ from the outbox.
/// </summary>
internal sealed class UsageBatchLedger(SqlDatabase database, StampAccess access)
{
    private const string Columns =
        """
        batch_no as BatchNo, activation_id as ActivationId, number as Number, record_count as Records, bytes as Bytes, sealed_at as SealedAt,
        sent_at as SentAt, attempts as Attempts, file_number as FileNumber, acknowledged_at as AcknowledgedAt, is_withdrawn as IsWithdrawn,
        accepted as Accepted, repeated as Repeated, not_reported as NotReported, refused as Refused
        """;

    /// <summary>Batches, the last sealed first.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="before">The batch the page before ended with; null for the first page.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<UsageLedgerLine>> ListAsync(StampCaller caller, long? before, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUsage, cancellationToken: cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<UsageLedgerLine>(
            $"select {Columns} from usage_ledger where batch_no < @before order by batch_no desc limit @take",
            new { before = before ?? long.MaxValue, take })];
    }

    public static Task SealedAsync(DbConnection connection, DbTransaction transaction, long batch) => connection.ExecuteAsync(
        """
        insert into usage_ledger (batch_no, activation_id, number, record_count, bytes, sealed_at)
        select batch_no, activation_id, number, record_count, length(content), sealed_at from usage_batches where batch_no = @batch
        """,
        new { batch },
        transaction);

    public static Task FailedAsync(DbConnection connection, DbTransaction transaction, long batch, DateTimeOffset at) => connection.ExecuteAsync(
        "update usage_ledger set sent_at = @At, attempts = attempts + 1 where batch_no = @batch", new { batch, At = Timestamp.Format(at) }, transaction);

    public static Task AcknowledgedAsync(
        DbConnection connection, DbTransaction transaction, long batch, UsageBatchAnswer answer, DateTimeOffset? sentAt, DateTimeOffset at) => connection.ExecuteAsync(
        """
        update usage_ledger set sent_at = coalesce(@SentAt, sent_at), attempts = attempts + @Sent, acknowledged_at = @At, accepted = @Accepted,
            repeated = @Repeated, not_reported = @NotReported, refused = @Refused
        where batch_no = @batch
        """,
        new
        {
            batch,
            SentAt = sentAt is { } sent ? Timestamp.Format(sent) : null,
            Sent = sentAt is null ? 0 : 1,
            At = Timestamp.Format(at),
            answer.Accepted,
            answer.Repeated,
            answer.NotReported,
            Refused = answer.Refused.Count,
        },
        transaction);
}
