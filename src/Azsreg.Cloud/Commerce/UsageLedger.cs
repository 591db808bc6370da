using System.Data;
using System.Data.Common;
using System.Text.Json;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// Takes batches of usage by one law: a record's identity is cloud id and record id, its content a hash. The same again is counted once, the same id with another content is
/// refused by name. Batch, records, roll-ups and answer are one transaction, so that a repeat gets the answer of the first, whichever replica either reached.
/// </summary>
internal sealed partial class UsageLedger(SqlDatabase database, UsageOptions options, TimeProvider clock, ILogger<UsageLedger> log)
{
    private readonly UsageTables _tables = UsageTables.Of(database.Engine);
    private readonly UsageSourceMemory _memory = new();

    /// <summary>Takes a batch.</summary>
    /// <param name="registration">The registration it came by.</param>
    /// <param name="senderId">The object id of the principal that sent it; null for a file the stamp itself has signed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>The answer as JSON (<see cref="UsageBatchAnswer"/>), for a repeat byte for byte the first.</returns>
    /// <exception cref="ArmException">Nothing of it is taken, and why.</exception>
    public async Task<string> TakeAsync(ArmResourceId registration, string? senderId, UsageBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(registration, senderId, batch, careful: false, cancellationToken);
        }
        catch (DbException fault) when (UsageTotals.IsOutOfRange(fault))
        {
            return await TryAsync(registration, senderId, batch, careful: true, cancellationToken);
        }
    }

    private Task<string> TryAsync(ArmResourceId registration, string? senderId, UsageBatch batch, bool careful, CancellationToken cancellationToken) =>
        database.TransactAsync(
            // What two batches share, the stamp's own lock keeps apart; all else only adds rows.
            IsolationLevel.ReadCommitted,
            async (connection, transaction) =>
            {
                var header = batch.Header;
                var found = await RegistrationStore.FindAsync(connection, transaction, registration) ?? throw RegistrationErrors.RegistrationNotFound(registration);
                if (senderId is not null && !senderId.Equals(found.ObjectId, StringComparison.OrdinalIgnoreCase))
                    throw CommerceErrors.NotTheBridge(senderId, registration);
                if (found.CloudKey != RegistrationRecord.CloudKeyOf(header.CloudId))
                    throw CommerceErrors.ForAnotherStamp(found.Name);
                var stamp = await StampAsync(connection, transaction, found.CloudKey, _tables.ForUpdate);
                var now = clock.GetUtcNow();
                if (await BeginAsync(connection, transaction, stamp.Number, header, now) is { } former)
                    return former;

                var receivedHour = UsageRecordId.HourOf(now);
                var judgement = new UsageJudgement(
                    batch,
                    await RegistrationPeriods.ListAsync(connection, transaction, found.CloudId),
                    await CustomerPeriods.ListAsync(connection, transaction, found.CloudKey),
                    OldestHour(now),
                    UsageRecordId.HourOf(now + options.FutureTolerance));
                var sources = _memory.Take(found.CloudKey);
                int accepted;
                try
                {
                    accepted = await StoreAsync(transaction, stamp, sources, receivedHour, judgement, careful);
                }
                finally
                {
                    _memory.Return(found.CloudKey, sources);
                }

                var answer = JsonSerializer.Serialize(
                    new UsageBatchAnswer(
                        header.CloudId, header.ActivationId, header.Number, header.Hash, accepted, judgement.Repeated, judgement.NotReported, judgement.Refused, now),
                    ProtocolJson.Default.UsageBatchAnswer);
                await connection.ExecuteAsync(
                    "update usage_batches set answer = @answer where stamp = @stamp and activation_id = @activation and number = @number",
                    new { answer, stamp = stamp.Number, activation = header.ActivationId, number = header.Number },
                    transaction);
                if (judgement.Refused.Count > 0)
                    Log.Refused(log, judgement.Refused.Count, header.CloudId, header.ActivationId, header.Number);
                return answer;
            },
            cancellationToken);

    /// <summary>An answer that was given.</summary>
    internal static UsageBatchAnswer Read(string answer) => JsonSerializer.Deserialize(answer, ProtocolJson.Default.UsageBatchAnswer)!;

    /// <summary>The first hour of the oldest month that is kept.</summary>
    internal int OldestHour(DateTimeOffset now) =>
        UsageRecordId.HourOf(new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1 - options.MonthsKept));

    /// <summary>A stamp; numbered where it is not.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="cloudKey">Its cloud id.</param>
    /// <param name="forUpdate"><see cref="UsageTables.ForUpdate"/>, or nothing.</param>
    internal static async Task<UsageStamp> StampAsync(DbConnection connection, DbTransaction transaction, string cloudKey, string forUpdate = "")
    {
        while (true)
        {
            if (await FindStampAsync(connection, transaction, cloudKey, forUpdate) is { } known)
                return known;
            // Another stamp may take the same number at the same time; then this one takes the next.
            await connection.ExecuteAsync(
                "insert into usage_stamps (cloud_key, stamp) values (@cloudKey, (select coalesce(max(stamp), 0) + 1 from usage_stamps)) on conflict do nothing",
                new { cloudKey },
                transaction);
        }
    }

    internal static Task<UsageStamp?> FindStampAsync(DbConnection connection, DbTransaction? transaction, string cloudKey, string forUpdate = "") =>
        connection.QuerySingleOrDefaultAsync<UsageStamp>(
            $"select stamp as Number, sources as Sources, details as Details, chain as Chain from usage_stamps where cloud_key = @cloudKey {forUpdate}",
            new { cloudKey },
            transaction);

    /// <summary>Takes the batch's number; the former answer where it was taken by this very batch.</summary>
    private static async Task<string?> BeginAsync(DbConnection connection, DbTransaction transaction, long stamp, UsageBatchHeader header, DateTimeOffset now)
    {
        var parameters = new { stamp, activation = header.ActivationId, number = header.Number, hash = header.Hash, at = now.ToUnixTimeMilliseconds() };
        var added = await connection.ExecuteAsync(
            """
            insert into usage_batches (stamp, activation_id, number, hash, answer, received_at) values (@stamp, @activation, @number, @hash, null, @at)
            on conflict do nothing
            """,
            parameters,
            transaction);
        if (added == 1)
            return null;
        var (hash, answer) = await connection.QuerySingleAsync<(string Hash, string Answer)>(
            "select hash, answer from usage_batches where stamp = @stamp and activation_id = @activation and number = @number", parameters, transaction);
        return hash == header.Hash ? answer : throw CommerceErrors.NumberConflict(header);
    }

    private async Task<int> StoreAsync(
        DbTransaction transaction, UsageStamp stamp, UsageSources sources, int receivedHour, UsageJudgement judgement, bool careful)
    {
        if (judgement.OutOfTime.Count > 0)
        {
            // What was counted in its time and is only acknowledged late is a repeat, not too old.
            var (late, _) = await sources.PlaceAsync(_tables, transaction, stamp, judgement.OutOfTime, mayAdd: false);
            var known = await _tables.HashesAsync(transaction, stamp.Number, late);
            foreach (var entry in late)
            {
                if (known.TryGetValue(entry.Key, out var hash))
                    judgement.Repeat(entry.Row.Record.Id, hash == entry.Row.ContentHash);
                else
                    judgement.RefuseOutOfTime(entry.Row.Record.Id);
            }
        }

        if (judgement.ToStore.Count == 0)
            return 0;
        var (entries, _) = await sources.PlaceAsync(_tables, transaction, stamp, judgement.ToStore, mayAdd: true);
        if (careful)
            entries = await KeepInRangeAsync(transaction, stamp, receivedHour, entries, judgement);
        var there = await _tables.InsertAsync(transaction, stamp.Number, receivedHour, entries);
        var rollUps = new UsageRollUps(_tables, stamp.Number, receivedHour);
        foreach (var entry in entries)
        {
            if (there.TryGetValue(entry.Key, out var hash))
                judgement.Repeat(entry.Row.Record.Id, hash == entry.Row.ContentHash);
            else
                rollUps.Add(entry);
        }

        if (there.Count < entries.Count)
            await rollUps.WriteAsync(transaction);
        return entries.Count - there.Count;
    }

    private async Task<List<UsageEntry>> KeepInRangeAsync(
        DbTransaction transaction, UsageStamp stamp, int receivedHour, IReadOnlyList<UsageEntry> entries, UsageJudgement judgement)
    {
        var known = await _tables.HashesAsync(transaction, stamp.Number, entries);
        var totals = new UsageTotals(transaction.Connection!, transaction, stamp.Number, receivedHour);
        var kept = new List<UsageEntry>();
        foreach (var entry in entries)
        {
            if (known.ContainsKey(entry.Key) || await totals.TryAddAsync(entry.Row))
                kept.Add(entry);
            else
                judgement.RefuseTooMuch(entry.Row.Record.Id);
        }

        return kept;
    }
}
