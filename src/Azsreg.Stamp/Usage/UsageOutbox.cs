using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>
/// The records that are not acknowledged, and the batches made of them. A batch keeps its bytes until it is acknowledged, so that it is the same
/// however often it is sent; most records wait without one, so that a long outage is caught up in few whole batches.
/// </summary>
internal sealed class UsageOutbox(SqlDatabase database, StampFacts facts, TimeProvider clock)
{
    private const string Columns =
        """
        batch_no as BatchNo, activation_id as ActivationId, number as Number, previous as Previous, hash as Hash, record_count as RecordCount,
        content as Content
        """;

    private const int DaysKept = 400;

    // Few enough that nobody waits long for the writer; the next turn takes more.
    private const int MostAtOnce = 10_000;

    // Backlog and what was reported in this hour take turns, so that neither waits for the other's end.
    private bool _newestIsNext;

    /// <summary>The batch to send next: the oldest that is not acknowledged, or one made now. Null where nothing waits.</summary>
    public Task<SealedUsageBatch?> NextAsync(ActivationRecord activation, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                await SealNextAsync(connection, transaction, activation);
                return await FirstAsync(connection, transaction, activation);
            },
            cancellationToken);

    /// <summary>Makes a batch of what waits, unless there is one that is not acknowledged.</summary>
    public async Task SealNextAsync(DbConnection connection, DbTransaction transaction, ActivationRecord activation)
    {
        if (await connection.ExecuteScalarAsync<long>("select exists (select 1 from usage_batches)", transaction: transaction) == 0)
            await SealAsync(connection, transaction, activation, UsageBatchLimits.MaxRecords);
    }

    /// <summary>Batches that are in no file yet, made of what waits where there are too few.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction the file is written down in as well.</param>
    /// <param name="activation">The activation that numbers them.</param>
    /// <param name="mostBytes">The most bytes of all of them; one is given whatever its size.</param>
    public async Task<IReadOnlyList<SealedUsageBatch>> TakeForFileAsync(DbConnection connection, DbTransaction transaction, ActivationRecord activation, int mostBytes)
    {
        var taken = new List<SealedUsageBatch>();
        var (bytes, after) = (0L, 0L);
        while (true)
        {
            var next = await connection.QueryFirstOrDefaultAsync<SealedUsageBatch?>(
                $"select {Columns} from usage_batches where activation_id = @Id and file_number is null and number > @after order by number limit 1",
                new { Id = activation.ActivationId.ToString(), after },
                transaction);
            if (next is null)
            {
                if (await SealAsync(connection, transaction, activation, UsageBatchLimits.MaxRecords))
                    continue;
                return taken;
            }

            bytes += next.Content.Length;
            if (bytes > mostBytes && taken.Count > 0)
                return taken;
            taken.Add(next);
            after = next.Number;
        }
    }

    /// <summary>Keeps what commerce answered: the batch is over, its refused records stand aside, the rest is acknowledged.</summary>
    /// <param name="activationId">The activation the batch is numbered by.</param>
    /// <param name="answer">Commerce's answer.</param>
    /// <param name="sentAt">When the request that was answered began; null where the batch went by file.</param>
    /// <param name="cancellationToken">Gives it up; nothing was changed then.</param>
    /// <returns>False where the batch was not waited for any more; commerce has its records, and knows them when they come again.</returns>
    public Task<bool> AcknowledgeAsync(string activationId, UsageBatchAnswer answer, DateTimeOffset? sentAt, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                var batch = await connection.ExecuteScalarAsync<long?>(
                    "select batch_no from usage_batches where activation_id = @activationId and number = @Number and hash = @Hash",
                    new { activationId, answer.Number, answer.Hash },
                    transaction);
                if (batch is null)
                    return false;
                foreach (var refusal in answer.Refused)
                    await RefuseAsync(connection, transaction, batch.Value, refusal);
                await connection.ExecuteAsync(
                    """
                    update usage_records set state = 2, batch_no = null where batch_no = @batch and state = 1;
                    delete from usage_batches where batch_no = @batch;
                    """,
                    new { batch },
                    transaction);
                await UsageBatchLedger.AcknowledgedAsync(connection, transaction, batch.Value, answer, sentAt, clock.GetUtcNow());
                await ReleaseWhatWasAheadAsync(connection, transaction, answer.ReceivedAt);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Gives the records of a batch, and of all after it, back to wait and their numbers back to be given again; for a batch nothing of which was
    /// taken. The next one is made of half its records; a record that is alone in its batch stands aside as refused.
    /// </summary>
    public Task SplitAsync(ActivationRecord activation, SealedUsageBatch batch, ArmError refusal, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                if (batch.RecordCount == 1)
                {
                    var alone = await connection.ExecuteScalarAsync<string?>("select record_id from usage_records where batch_no = @BatchNo", new { batch.BatchNo }, transaction);
                    if (alone is not null)
                        await RefuseAsync(connection, transaction, batch.BatchNo, new UsageRefusal(alone, refusal.Code, refusal.Message));
                }

                await connection.ExecuteAsync(
                    """
                    update usage_records set state = 0, batch_no = null
                    where state = 1 and batch_no in (select batch_no from usage_batches where activation_id = @ActivationId and number >= @Number);
                    update usage_ledger set is_withdrawn = 1
                    where batch_no in (select batch_no from usage_batches where activation_id = @ActivationId and number >= @Number);
                    delete from usage_batches where activation_id = @ActivationId and number >= @Number;
                    update usage_chains set last_number = @Number - 1, last_hash = @Previous where activation_id = @ActivationId;
                    """,
                    new { batch.ActivationId, batch.Number, batch.Previous },
                    transaction);
                if (batch.RecordCount > 1)
                    await SealAsync(connection, transaction, activation, (int)((batch.RecordCount + 1) / 2));
            },
            cancellationToken);

    /// <summary>
    /// Gives every record of a batch back to wait: the activation they were numbered for is over. What commerce took of them already it will
    /// know by their ids.
    /// </summary>
    public static Task DissolveAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync(
            """
            update usage_records set state = 0, batch_no = null where state = 1;
            update usage_ledger set is_withdrawn = 1 where batch_no in (select batch_no from usage_batches);
            delete from usage_batches;
            """,
            transaction: transaction);

    /// <summary>
    /// Gives what commerce found to be in the future back to wait, once an hour and as soon as this stamp's own clock has come to it: where nothing else is
    /// sent, no acknowledgement tells of commerce's clock.
    /// </summary>
    /// <returns>True where there was any.</returns>
    public Task<bool> ReleaseDueAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) => await connection.ExecuteAsync(
                """
                update usage_records set state = 0
                where state = 3 and usage_hour < @Hour and seq in (select seq from usage_refusals where code = @Code and refused_at < @Before)
                """,
                new { Hour = UsageRecordId.HourOf(clock.GetUtcNow()), Code = UsageRefusalCode.UsageInFuture, Before = Timestamp.Format(clock.GetUtcNow().AddHours(-1)) },
                transaction) > 0 && await DropReleasedAsync(connection, transaction) > 0,
            cancellationToken);

    /// <summary>Lets go of what is older than a year and a month and acknowledged; nothing else, however old it is.</summary>
    public Task PruneAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                delete from usage_records where seq in (select seq from usage_records where usage_hour < @Hour and state = 2 limit @MostAtOnce);
                delete from usage_daily where reported_day < @Day;
                delete from usage_ledger where sealed_at < @Before and batch_no not in (select batch_no from usage_batches);
                """,
                new { Before = Timestamp.Format(clock.GetUtcNow().AddDays(-DaysKept)), Hour = UsageRecordId.HourOf(clock.GetUtcNow()) - (24 * DaysKept), Day = (UsageRecordId.HourOf(clock.GetUtcNow()) / 24) - DaysKept, MostAtOnce },
                transaction),
            cancellationToken);

    public static async Task<UsageBacklog> BacklogAsync(DbConnection connection, DbTransaction? transaction, Guid? activationId)
    {
        var row = await connection.QuerySingleAsync<(long Waiting, long Batched, long Refused, long? OldestWaiting, long? OldestBatched, long? LastNumber)>(
            """
            select
                (select count(*) from usage_records where state = 0),
                (select coalesce(sum(record_count), 0) from usage_batches),
                (select count(*) from usage_records where state = 3),
                (select reported_at from usage_records where state = 0 order by seq limit 1),
                (select min(reported_at) from usage_records where state = 1),
                (select last_number from usage_chains where activation_id = @Id)
            """,
            new { Id = activationId?.ToString() },
            transaction);
        long? oldest = row.OldestWaiting is { } one && row.OldestBatched is { } other ? Math.Min(one, other) : row.OldestWaiting ?? row.OldestBatched;
        return new UsageBacklog(
            row.Waiting + row.Batched, oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, row.Refused, row.LastNumber ?? 0);
    }

    private async Task<bool> SealAsync(DbConnection connection, DbTransaction transaction, ActivationRecord activation, int mostRecords)
    {
        var rows = await WaitingAsync(connection, transaction, mostRecords);
        if (rows.Count == 0)
            return false;
        using var writer = new UsageBatchWriter(mostRecords);
        var taken = rows.TakeWhile(row => writer.TryAdd(row.ToRecord())).Select(row => row.Seq).ToList();
        var id = activation.ActivationId.ToString();
        var last = await connection.QuerySingleOrDefaultAsync<(long Number, string Hash)?>(
            "select last_number, last_hash from usage_chains where activation_id = @id", new { id }, transaction);
        var number = (last?.Number ?? 0) + 1;
        var previous = last?.Hash ?? UsageBatchHeader.NoPrevious;
        var (header, content) = writer.Finish(facts.CloudId.ToString(), id, number, previous);
        var batch = await connection.ExecuteScalarAsync<long>(
            """
            insert into usage_chains (activation_id, last_number, last_hash) values (@id, @number, @Hash)
            on conflict (activation_id) do update set last_number = excluded.last_number, last_hash = excluded.last_hash;
            insert into usage_batches (activation_id, number, previous, hash, record_count, content, sealed_at)
            values (@id, @number, @previous, @Hash, @Count, @content, @At) returning batch_no;
            """,
            new { id, number, previous, header.Hash, header.Count, content, At = Timestamp.Format(clock.GetUtcNow()) },
            transaction);
        await UsageBatchLedger.SealedAsync(connection, transaction, batch);
        // Rows that wait are taken in one run of numbers, so a range names them; others in it wait as well.
        await connection.ExecuteAsync(
            "update usage_records set state = 1, batch_no = @batch where state = 0 and seq between @First and @Last",
            new { batch, First = taken.Min(), Last = taken.Max() },
            transaction);
        return true;
    }

    /// <summary>The oldest that wait; every other time the newest, where those are of this hour and would wait for the rest.</summary>
    private async Task<List<Row>> WaitingAsync(DbConnection connection, DbTransaction transaction, int most)
    {
        const string select =
            """
            select w.seq as Seq, w.meter_id as MeterId, w.usage_hour as UsageHour, w.revision as Revision, w.quantity as Quantity,
                w.reported_at as ReportedAt, r.subscription_id as SubscriptionId, r.tenant_id as TenantId, r.resource_uri as ResourceUri,
                r.location as Location, r.tags as Tags, r.additional_info as AdditionalInfo
            from usage_records w join usage_resources r on r.resource_no = w.resource_no
            where w.state = 0 order by w.seq {0} limit @most
            """;
        var fresh = clock.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds();
        _newestIsNext = !_newestIsNext;
        if (_newestIsNext)
        {
            var newest = (await connection.QueryAsync<Row>(string.Format(null, select, "desc"), new { most }, transaction)).ToList();
            if (newest.Count > 0 && newest[0].ReportedAt >= fresh)
                return [.. newest.OrderBy(row => row.Seq)];
        }

        return [.. await connection.QueryAsync<Row>(string.Format(null, select, ""), new { most }, transaction)];
    }

    private static Task<SealedUsageBatch?> FirstAsync(DbConnection connection, DbTransaction transaction, ActivationRecord activation) =>
        connection.QueryFirstOrDefaultAsync<SealedUsageBatch?>(
            $"select {Columns} from usage_batches where activation_id = @Id order by number limit 1", new { Id = activation.ActivationId.ToString() }, transaction);

    private Task<int> RefuseAsync(DbConnection connection, DbTransaction transaction, long batch, UsageRefusal refusal) =>
        connection.ExecuteAsync(
            """
            insert into usage_refusals (seq, code, message, refused_at)
            select seq, @Code, @Message, @At from usage_records where record_id = @RecordId and batch_no = @batch
            on conflict (seq) do update set code = excluded.code, message = excluded.message, refused_at = excluded.refused_at;
            update usage_records set state = 3, batch_no = null where record_id = @RecordId and batch_no = @batch;
            """,
            new { batch, refusal.RecordId, refusal.Code, Message = refusal.Message.Length > 1000 ? refusal.Message[..1000] : refusal.Message, At = Timestamp.Format(clock.GetUtcNow()) },
            transaction);

    /// <summary>One of the clocks was ahead or behind: what was in the future for commerce waits again once commerce's own time has come to it.</summary>
    private static async Task ReleaseWhatWasAheadAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset receivedAt)
    {
        await connection.ExecuteAsync(
            "update usage_records set state = 0 where state = 3 and usage_hour < @Hour and seq in (select seq from usage_refusals where code = @Code)",
            new { Hour = UsageRecordId.HourOf(receivedAt), Code = UsageRefusalCode.UsageInFuture },
            transaction);
        await DropReleasedAsync(connection, transaction);
    }

    private static Task<int> DropReleasedAsync(DbConnection connection, DbTransaction transaction) => connection.ExecuteAsync(
        "delete from usage_refusals where code = @Code and exists (select 1 from usage_records u where u.seq = usage_refusals.seq and u.state = 0)",
        new { Code = UsageRefusalCode.UsageInFuture },
        transaction);

    private sealed class Row
    {
        public required long Seq { get; init; }
        public required string MeterId { get; init; }
        public required long UsageHour { get; init; }
        public required long Revision { get; init; }
        public required long Quantity { get; init; }
        public required long ReportedAt { get; init; }
        public required string SubscriptionId { get; init; }
        public string? TenantId { get; init; }
        public required string ResourceUri { get; init; }
        public required string Location { get; init; }
        public string? Tags { get; init; }
        public string? AdditionalInfo { get; init; }

        public UsageRecord ToRecord() => UsageRecord.Create(
            ResourceUri, MeterId, UsageRecordId.HourStart((int)UsageHour), new UsageQuantity(Quantity), Guid.Parse(SubscriptionId),
            TenantId is null ? null : Guid.Parse(TenantId), Location, DateTimeOffset.FromUnixTimeMilliseconds(ReportedAt), (int)Revision, Tags, AdditionalInfo);
    }
}
