using System.Security.Cryptography;
using Azsreg.Hosting;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

/// <summary>
/// The keys that sign tokens: made at first start, encrypted at rest, rotatable. Readers work on an immutable snapshot, so that validating
/// a token touches no database. Replicas read the keys again every <see cref="ReplicaLook"/>; with replicas a new key signs only when
/// each of them has read it.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private const string Purpose = "identity.signing-key";
    private const int KeyBits = 2048;

    /// <summary>How often a replica looks for keys that another one has made.</summary>
    internal static readonly TimeSpan ReplicaLook = TimeSpan.FromSeconds(30);

    private readonly SqlDatabase _database;
    private readonly SecretProtector _protector;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _overlap;
    private readonly TimeSpan _publishedAhead;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Snapshot? _snapshot;

    internal SigningKeys(SqlDatabase database, SecretProtector protector, TimeProvider clock, TimeSpan accessTokenLifetime)
    {
        _database = database;
        _protector = protector;
        _clock = clock;

        // A token signed just before a rotation lives that long; a day more covers clients' clocks and caches.
        _overlap = accessTokenLifetime + TimeSpan.FromDays(1);
        _publishedAhead = database.Engine == SqlEngine.Sqlite ? TimeSpan.Zero : 4 * ReplicaLook;
    }

    /// <summary>The public keys that tokens in use may be signed with, the current one first.</summary>
    /// <exception cref="InvalidOperationException">The token service has not started.</exception>
    public IReadOnlyList<RsaSecurityKey> PublicKeys => Loaded.Public;

    internal SigningCredentials Current
    {
        get
        {
            var keys = Loaded.Signing;
            var known = _clock.GetUtcNow() - _publishedAhead;
            return (keys.FirstOrDefault(key => key.CreatedAt <= known) ?? keys[^1]).Credentials;
        }
    }

    private Snapshot Loaded => _snapshot ?? throw new InvalidOperationException("The signing keys are read when the token service starts.");

    /// <summary>Reads the keys again, for instance after another replica rotated them; makes the first one where there is none.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken = default)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            var snapshot = await ReadAsync(cancellationToken);
            if (snapshot is null)
            {
                await AddAsync(onlyFirst: true, cancellationToken);
                snapshot = await ReadAsync(cancellationToken);
            }

            _snapshot = snapshot;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Signs with a new key from now on, with replicas two minutes later. Former ones stay published until every token they signed has expired.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken = default)
    {
        await AddAsync(onlyFirst: false, cancellationToken);
        await ReloadAsync(cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _loading.Dispose();

    private async Task AddAsync(bool onlyFirst, CancellationToken cancellationToken)
    {
        using var rsa = RSA.Create(KeyBits);
        var kid = Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportRSAPublicKey()));
        var sealedKey = Convert.ToBase64String(_protector.Protect(rsa.ExportPkcs8PrivateKey(), Purpose));
        var now = _clock.GetUtcNow();
        await _database.TransactAsync(async (connection, transaction) =>
        {
            if (onlyFirst && await connection.ExecuteScalarAsync<long>(
                    "select count(*) from identity_signing_keys where retired_at is null", transaction: transaction) > 0)
                return 0;
            await connection.ExecuteAsync(
                "update identity_signing_keys set retired_at = @now where retired_at is null", new { now = now.ToUnixTimeMilliseconds() }, transaction);
            await connection.ExecuteAsync(
                "delete from identity_signing_keys where retired_at < @old", new { old = (now - _overlap).ToUnixTimeMilliseconds() }, transaction);
            return await connection.ExecuteAsync(
                "insert into identity_signing_keys (kid, private_key, created_at) values (@kid, @sealedKey, @now)",
                new { kid, sealedKey, now = now.ToUnixTimeMilliseconds() }, transaction);
        }, cancellationToken);
    }

    private async Task<Snapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<KeyRow>(
            """
            select kid as "Kid", private_key as "PrivateKey", created_at as "CreatedAt" from identity_signing_keys
            where retired_at is null or retired_at >= @old
            order by case when retired_at is null then 0 else 1 end, created_at desc
            """, new { old = (_clock.GetUtcNow() - _overlap).ToUnixTimeMilliseconds() })).ToArray();
        if (rows.Length == 0)
            return null;
        // Behind the newest one: what signs until that is known everywhere.
        return new Snapshot([.. rows.Take(_publishedAhead > TimeSpan.Zero ? 2 : 1).Select(Signer)], [.. rows.Select(PublicPart)]);
    }

    private Signing Signer(KeyRow row)
    {
        // The RSA object lives as long as the snapshot: tokens are signed with it concurrently, which RSA of .NET allows.
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(_protector.Unprotect(Convert.FromBase64String(row.PrivateKey), Purpose), out _);
        var key = new RsaSecurityKey(rsa) { KeyId = row.Kid };
        return new Signing(new SigningCredentials(key, SecurityAlgorithms.RsaSha256), DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt));
    }

    private RsaSecurityKey PublicPart(KeyRow row)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(_protector.Unprotect(Convert.FromBase64String(row.PrivateKey), Purpose), out _);
        return new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)) { KeyId = row.Kid };
    }

    private sealed record Snapshot(IReadOnlyList<Signing> Signing, IReadOnlyList<RsaSecurityKey> Public);

    private sealed record Signing(SigningCredentials Credentials, DateTimeOffset CreatedAt);

    private sealed record KeyRow(string Kid, string PrivateKey, long CreatedAt);
}
