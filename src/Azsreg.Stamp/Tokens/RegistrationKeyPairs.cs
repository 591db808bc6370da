using System.Data.Common;
using System.Security.Cryptography;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Tokens;

/// <summary>The key pair that signs registration tokens. Azure pins its public half at the first registration.</summary>
internal sealed class RegistrationKeyPairs(SqlDatabase database, SecretProtector protector, StampAccess access, AuditLog audit, TimeProvider clock)
{
    private const string Purpose = "stamp/registration-key-pair";

    /// <summary>
    /// Sees to it that there is a key pair. One that exists stays: Azure may have pinned it in a run that was cut off before the stamp
    /// heard of it, and a successor endorsed by any other key would be refused for good.
    /// </summary>
    /// <returns>Base64 of the public key.</returns>
    public async Task<string> EnsureAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.RotateKeyPair, cancellationToken: cancellationToken);
        using var pair = await LoadOrCreateAsync(caller, cancellationToken);
        return Convert.ToBase64String(pair.Key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Makes a new key pair that the one in use vouches for.</summary>
    /// <returns>Base64 of the new public key.</returns>
    public async Task<string> RenewAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.RotateKeyPair, cancellationToken: cancellationToken);
        return await database.TransactAsync(
            async (connection, transaction) =>
            {
                var former = await FindAsync(connection, transaction);
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                using (former)
                    await InsertAsync(connection, transaction, caller, key, former is null ? null : RegistrationTokenCodec.Endorse(former.Key, key));
                return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
            },
            cancellationToken);
    }

    /// <summary>The pair in use, made now where there is none. The caller disposes it.</summary>
    public Task<RegistrationKeyPair> LoadOrCreateAsync(StampCaller caller, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                if (await FindAsync(connection, transaction) is { } known)
                    return known;
                var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                await InsertAsync(connection, transaction, caller, key, null);
                return new RegistrationKeyPair(key, null);
            },
            cancellationToken);

    private async Task<RegistrationKeyPair?> FindAsync(DbConnection connection, DbTransaction transaction)
    {
        var row = await connection.QueryFirstOrDefaultAsync<Row>(
            "select private_key as PrivateKey, endorsement as Endorsement from registration_key_pairs order by created_at desc, id desc limit 1",
            transaction: transaction);
        if (row is null)
            return null;
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(protector.Unprotect(row.PrivateKey, Purpose).Reveal()), out _);
        return new RegistrationKeyPair(key, row.Endorsement);
    }

    private async Task InsertAsync(DbConnection connection, DbTransaction transaction, StampCaller caller, ECDsa key, string? endorsement)
    {
        var now = clock.GetUtcNow();
        await connection.ExecuteAsync(
            """
            insert into registration_key_pairs (id, public_key, private_key, endorsement, created_at)
            values (@Id, @PublicKey, @PrivateKey, @endorsement, @At)
            """,
            new
            {
                Id = Guid.CreateVersion7(now).ToString(),
                PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
                PrivateKey = protector.Protect(new Secret(Convert.ToBase64String(key.ExportPkcs8PrivateKey())), Purpose),
                endorsement,
                At = Timestamp.Format(now),
            },
            transaction);
        await audit.WriteAsync(connection, transaction, caller, StampActions.RotateKeyPair, "registration key pair", "Succeeded");
    }

    private sealed class Row
    {
        public required string PrivateKey { get; init; }
        public string? Endorsement { get; init; }
    }
}
