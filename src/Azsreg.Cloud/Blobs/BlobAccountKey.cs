using System.Security.Cryptography;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Blobs;

/// <summary>The key that signs links: 64 random bytes made on first use, as an account of Azure has, encrypted at rest.</summary>
internal sealed class BlobAccountKey(SqlDatabase database, SecretProtector protector, TimeProvider clock)
{
    private const string Purpose = "cloud/blob-account-key";
    private const int Size = 64;

    private byte[]? _key;

    public async ValueTask<byte[]> GetAsync(CancellationToken cancellationToken) => _key ??= await LoadAsync(cancellationToken);

    private Task<byte[]> LoadAsync(CancellationToken cancellationToken) => database.TransactAsync(
        async (connection, transaction) =>
        {
            // Another replica may make one at the same time; the first one counts.
            await connection.ExecuteAsync(
                "insert into blob_accounts (name, sealed_key, created_at) values (@name, @sealedKey, @at) on conflict do nothing",
                new
                {
                    name = BlobAccount.Name,
                    sealedKey = protector.Protect(new Secret(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size))), Purpose),
                    at = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                },
                transaction);
            var kept = await connection.QuerySingleAsync<string>(
                "select sealed_key from blob_accounts where name = @name", new { name = BlobAccount.Name }, transaction);
            return Convert.FromBase64String(protector.Unprotect(kept, Purpose).Reveal());
        },
        cancellationToken);
}
