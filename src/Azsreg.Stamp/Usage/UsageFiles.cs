using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tokens;
using Dapper;

namespace Azsreg.Stamp.Usage;

/// <summary>Usage without a line: the same batches leave as a signed file, and commerce's answers come back as one.</summary>
internal sealed class UsageFiles(
    SqlDatabase database,
    UsageOutbox outbox,
    ActivationStore activations,
    ActivationService alerts,
    RegistrationKeyPairs keyPairs,
    TrustedActivationKeys trustedKeys,
    StampAccess access,
    AuditLog audit,
    StampFacts facts,
    TimeProvider clock)
{
    /// <summary>As base64 in JSON it stays below what any ARM passes on; some 100,000 records.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Makes the next file of what is in none yet, or gives one anew that is not acknowledged.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="number">The file to give anew; null for the next one.</param>
    /// <param name="cancellationToken">Gives it up; nothing was changed then.</param>
    /// <exception cref="ArmException">There is nothing to export, or nothing may be.</exception>
    public async Task<ExportedUsageFile> ExportAsync(StampCaller caller, long? number, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ExportUsage, cancellationToken: cancellationToken);
        using var pair = await keyPairs.LoadOrCreateAsync(StampCaller.Stamp, cancellationToken);
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                var file = number is { } known
                    ? await FindAsync(connection, transaction, known)
                    : await MakeAsync(connection, transaction, hash => UsageFileSeal.Sign(hash, pair.Key), cancellationToken);
                await audit.WriteAsync(connection, transaction, caller, StampActions.ExportUsage, $"usage file {file.Number}", "Succeeded", $"{file.Records} records");
                return file;
            },
            cancellationToken);
    }

    /// <summary>Takes commerce's answers to a file. Taken twice it changes nothing.</summary>
    /// <exception cref="ArmException">It cannot be read, was altered, or answers no file of this stamp.</exception>
    public async Task<ImportedAcknowledgement> ImportAsync(StampCaller caller, byte[] content, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ExportUsage, cancellationToken: cancellationToken);
        var answers = new List<UsageBatchAnswer>();
        var file = await ReadAsync(content, answers, cancellationToken);
        var header = file.Header;
        if (!header.CloudId.Equals(facts.CloudId.ToString(), StringComparison.OrdinalIgnoreCase))
            throw new ArmException(409, "UsageFileForAnotherStamp", $"The acknowledgement is for cloud id {header.CloudId}; this stamp is {facts.CloudId}.");
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            var hash = await connection.ExecuteScalarAsync<string?>("select hash from usage_files where number = @Number", new { header.Number });
            if (hash != header.Previous)
                throw new ArmException(409, "UsageFileUnknown", $"The acknowledgement answers file {header.Number}, which this stamp did not write as it was answered.");
        }

        foreach (var answer in answers)
            await outbox.AcknowledgeAsync(answer.ActivationId, answer, null, cancellationToken);
        var left = await database.TransactAsync(
            async (connection, transaction) =>
            {
                var now = clock.GetUtcNow();
                await connection.ExecuteAsync(
                    "update usage_files set acknowledged_at = @At, content = null where number = @Number", new { header.Number, At = Timestamp.Format(now) }, transaction);
                await UsageBridgeStore.PutAsync(connection, transaction, UsageBridgeProgress.None with { AcknowledgedAt = now });
                await audit.WriteAsync(connection, transaction, caller, StampActions.ExportUsage, $"usage file {header.Number}", "Succeeded", "acknowledged");
                return (await UsageOutbox.BacklogAsync(connection, transaction, null)).Waiting;
            },
            cancellationToken);
        await alerts.ReconcileAlertsAsync(cancellationToken);
        return new ImportedAcknowledgement(
            header.Number, answers.Count, answers.Sum(answer => (long)answer.Accepted), answers.Sum(answer => (long)answer.Repeated),
            answers.Sum(answer => (long)answer.NotReported), answers.Sum(answer => (long)answer.Refused.Count), left);
    }

    private async Task<ExportedUsageFile> MakeAsync(
        DbConnection connection, DbTransaction transaction, Func<string, UsageFileSeal> sign, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var activation = await activations.FindAsync(connection, transaction);
        if (UsageReporting.StateOf(activation, now) is var state and (UsageBridgeState.NotRegistered or UsageBridgeState.Off or UsageBridgeState.Expired))
            throw new ArmException(409, "UsageNotReported", WhyNot(state));
        var batches = await outbox.TakeForFileAsync(connection, transaction, activation!, MostBytes);
        if (batches.Count == 0)
        {
            var open = await connection.ExecuteScalarAsync<long?>("select min(number) from usage_files where acknowledged_at is null", transaction: transaction);
            throw new ArmException(
                404,
                "NoUsageToExport",
                open is null ? "Nothing waits: all usage is acknowledged." : $"Nothing new waits. File {open} is not acknowledged yet; it can be written again by its number.");
        }

        var last = await connection.QuerySingleOrDefaultAsync<(long Number, string Hash)?>(
            "select number, hash from usage_files order by number desc limit 1", transaction: transaction);
        var number = (last?.Number ?? 0) + 1;
        var records = batches.Sum(batch => batch.RecordCount);
        var header = new UsageFileHeader(
            UsageFileKind.Batches, UsageFileHeader.CurrentVersion, facts.CloudId.ToString(), number, last?.Hash ?? UsageBatchHeader.NoPrevious, batches.Count, now);
        var (content, hash) = await WriteAsync(header, batches, sign, cancellationToken);
        await connection.ExecuteAsync(
            """
            insert into usage_files (number, hash, batch_count, record_count, content, made_at) values (@number, @hash, @Count, @records, @content, @At);
            update usage_batches set file_number = @number where batch_no in @Batches;
            update usage_ledger set file_number = @number, sent_at = @At where batch_no in @Batches;
            """,
            new { number, hash, batches.Count, records, content, At = Timestamp.Format(now), Batches = batches.Select(batch => batch.BatchNo) },
            transaction);
        return new ExportedUsageFile(number, hash, batches.Count, records, content, await LeftAsync(connection, transaction));
    }

    private static async Task<ExportedUsageFile> FindAsync(DbConnection connection, DbTransaction transaction, long number)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(string Hash, long Batches, long Records, byte[]? Content)?>(
            "select hash, batch_count, record_count, content from usage_files where number = @number", new { number }, transaction);
        return row switch
        {
            null => throw new ArmException(404, "UsageFileUnknown", $"This stamp has written no usage file {number}."),
            { Content: null } => throw new ArmException(409, "UsageFileAcknowledged", $"Usage file {number} is acknowledged; nothing of it is owed."),
            { } found => new ExportedUsageFile(number, found.Hash, found.Batches, found.Records, found.Content, await LeftAsync(connection, transaction)),
        };
    }

    private static async Task<(byte[] Content, string Hash)> WriteAsync(
        UsageFileHeader header, IReadOnlyList<SealedUsageBatch> batches, Func<string, UsageFileSeal> sign, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        string hash;
        await using (var writer = await UsageFileWriter.StartAsync(output, header, cancellationToken))
        {
            foreach (var batch in batches)
                await writer.AddAsync(batch.Content, cancellationToken);
            hash = await writer.FinishAsync(sign, cancellationToken);
        }

        return (output.ToArray(), hash);
    }

    private async Task<UsageFile> ReadAsync(byte[] content, List<UsageBatchAnswer> answers, CancellationToken cancellationToken)
    {
        try
        {
            var file = await UsageFileReader.ReadAcknowledgementAsync(new MemoryStream(content), Take, cancellationToken);
            using var trusted = await trustedKeys.LoadAsync(cancellationToken);
            return trusted.Find(file.Seal.KeyId) is { } key && file.Seal.IsBy(key)
                ? file
                : throw new ArmException(400, "UsageFileNotTrusted", $"The acknowledgement is not signed by an Azure side this stamp trusts (key {file.Seal.KeyId}).");
        }
        catch (UsageFormatException fault)
        {
            throw new ArmException(400, new ArmError("UsageFileUnreadable", fault.Message), fault);
        }
        catch (InvalidDataException fault)
        {
            throw new ArmException(400, new ArmError("UsageFileUnreadable", "It is no usage file."), fault);
        }

        Task Take(UsageBatchAnswer answer, CancellationToken token)
        {
            answers.Add(answer);
            return Task.CompletedTask;
        }
    }

    private static Task<long> LeftAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteScalarAsync<long>(
            "select (select count(*) from usage_records where state = 0) + (select coalesce(sum(record_count), 0) from usage_batches where file_number is null)",
            transaction: transaction);

    private static string WhyNot(UsageBridgeState state) => state switch
    {
        UsageBridgeState.NotRegistered => "The stamp is not activated. Usage is kept until it is.",
        UsageBridgeState.Off => "The registration has usage reporting off, so none is owed. It is kept.",
        _ => "The activation has ended. Usage is kept until it is renewed.",
    };
}
