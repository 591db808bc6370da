using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Commerce;

/// <summary>
/// Takes usage that was carried over in files, whether the Azure side serves at the moment or not. A file is read twice: nothing of it is taken before it is
/// known to be whole, the stamp's own and the next one. Taking it again changes nothing and makes the same acknowledgement.
/// </summary>
public sealed class UsageImport
{
    private readonly SqlDatabase _database;
    private readonly ActivationSigningKeys _keys;
    private readonly UsageLedger _ledger;
    private readonly TimeProvider _clock;

    internal UsageImport(SqlDatabase database, ActivationSigningKeys keys, UsageLedger ledger, TimeProvider clock)
    {
        _database = database;
        _keys = keys;
        _ledger = ledger;
        _clock = clock;
    }

    /// <summary>Takes a file and writes its acknowledgement.</summary>
    /// <param name="file">The stamp's file; can be sought in.</param>
    /// <param name="acknowledgement">Where the acknowledgement goes.</param>
    /// <param name="acceptGap">Takes the file though files before it were never seen here, as after a stamp was moved to this Azure side.</param>
    /// <param name="cancellationToken">Stops between two batches; the same file is taken again later.</param>
    /// <exception cref="CataloguedException">AZR7053 to AZR7056.</exception>
    /// <exception cref="ArmException">A batch in it cannot be taken.</exception>
    public async Task<UsageImportResult> TakeAsync(Stream file, Stream acknowledgement, bool acceptGap = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var read = await ReadAsync(file, null, cancellationToken);
        var registration = await RequireOwnAsync(read, acceptGap, cancellationToken);
        file.Position = 0;
        var (keyId, signer) = await _keys.OpenSignerAsync(cancellationToken);
        using var _ = signer;
        var (accepted, repeated, notReported, refused) = (0L, 0L, 0L, 0L);
        await using (var writer = await UsageFileWriter.StartAsync(
            acknowledgement,
            read.Header with { Kind = UsageFileKind.Acknowledgement, Previous = read.Seal.Hash, MadeAt = _clock.GetUtcNow() },
            cancellationToken))
        {
            await ReadAsync(
                file,
                async (batch, stop) =>
                {
                    var answer = UsageLedger.Read(await _ledger.TakeAsync(registration, null, batch, stop));
                    (accepted, repeated, notReported, refused) =
                        (accepted + answer.Accepted, repeated + answer.Repeated, notReported + answer.NotReported, refused + answer.Refused.Count);
                    await writer.AddAsync(answer, stop);
                },
                cancellationToken);
            await writer.FinishAsync(hash => UsageFileSeal.Sign(hash, signer, keyId), cancellationToken);
        }

        await RememberAsync(read, cancellationToken);
        return new UsageImportResult(read.Header.CloudId, read.Header.Number, read.Header.Count, accepted, repeated, notReported, refused);
    }

    private static async Task<UsageFile> ReadAsync(Stream file, Func<UsageBatch, CancellationToken, Task>? onBatch, CancellationToken cancellationToken)
    {
        try
        {
            return await UsageFileReader.ReadBatchesAsync(file, onBatch, cancellationToken);
        }
        catch (UsageFormatException fault)
        {
            throw new CataloguedException(ErrorCatalogue.UsageFileUnreadable, fault.Message, inner: fault);
        }
    }

    /// <summary>The registration of the stamp that made the file.</summary>
    private Task<ArmResourceId> RequireOwnAsync(UsageFile file, bool acceptGap, CancellationToken cancellationToken) => _database.TransactAsync(
        async (connection, transaction) =>
        {
            var header = file.Header;
            var registration = await RegistrationStore.FindByCloudIdAsync(connection, transaction, header.CloudId);
            if (registration is null || await RegistrationStore.PinnedKeyAsync(connection, transaction, header.CloudId) is not { } publicKey)
            {
                throw new CataloguedException(
                    ErrorCatalogue.UsageFileOfUnknownStamp,
                    registration is null ? $"No stamp with cloud id {header.CloudId} is registered." : $"The registration '{registration.Name}' was made with an unsigned token, so the stamp's key is not known.");
            }

            if (!file.Seal.IsBy(publicKey))
            {
                throw new CataloguedException(
                    ErrorCatalogue.UsageFileAltered,
                    $"It says to be sealed by key {file.Seal.KeyId} of stamp {header.CloudId}, whose key is {UsageFileSeal.KeyIdOf(publicKey)}.");
            }

            var stamp = (await UsageLedger.FindStampAsync(connection, transaction, registration.CloudKey))?.Number ?? 0;
            var last = await connection.QuerySingleOrDefaultAsync<FileRow>("select number as Number, hash as Hash from usage_files where stamp = @stamp", new { stamp }, transaction)
                ?? new FileRow(0, UsageBatchHeader.NoPrevious);
            if (header.Number == last.Number && file.Seal.Hash != last.Hash)
                throw OutOfOrder($"Another file {header.Number} was imported before.");
            if (header.Number > last.Number + 1 && !acceptGap)
                throw OutOfOrder($"It is number {header.Number}; the next one is {last.Number + 1}.");
            if (header.Number == last.Number + 1 && header.Previous != last.Hash)
                throw OutOfOrder($"It follows another file {last.Number} than the one that was imported.");
            return registration.Id;
        },
        cancellationToken);

    private Task RememberAsync(UsageFile file, CancellationToken cancellationToken) => _database.TransactAsync(
        async (connection, transaction) =>
        {
            var stamp = (await UsageLedger.StampAsync(connection, transaction, RegistrationRecord.CloudKeyOf(file.Header.CloudId))).Number;
            await connection.ExecuteAsync(
                """
                insert into usage_files (stamp, number, hash, imported_at) values (@stamp, @number, @hash, @at)
                on conflict (stamp) do update set number = excluded.number, hash = excluded.hash, imported_at = excluded.imported_at
                where usage_files.number < excluded.number
                """,
                new { stamp, number = file.Header.Number, hash = file.Seal.Hash, at = _clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
        },
        cancellationToken);

    private static CataloguedException OutOfOrder(string detail) => new(ErrorCatalogue.UsageFileOutOfOrder, detail);

    private sealed record FileRow(long Number, string Hash);
}
