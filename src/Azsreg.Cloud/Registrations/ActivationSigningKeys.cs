using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Registrations;

/// <summary>
/// The keys this Azure side signs activation keys with: its own, made on first use, RSA of 2,048 bits, the private part encrypted at rest. A
/// stamp trusts the public parts it was given as a key set (RFC 7517); all keys ever used are in it, as activation keys do not end.
/// </summary>
public sealed class ActivationSigningKeys
{
    /// <summary>Where the key set is published, without sign-in.</summary>
    public const string PublicPath = "/.well-known/azurestack-activation-keys";

    private const string PurposePrefix = "cloud/activation-signing-key/";
    private const int KeySize = 2048;

    private readonly SqlDatabase _database;
    private readonly SecretProtector _protector;
    private readonly TimeProvider _clock;

    internal ActivationSigningKeys(SqlDatabase database, SecretProtector protector, TimeProvider clock)
    {
        _database = database;
        _protector = protector;
        _clock = clock;
    }

    /// <summary>Makes a key that signs from now on. Former keys stay published.</summary>
    /// <returns>The new key's id, 32 hexadecimal digits.</returns>
    public Task<string> RotateAsync(CancellationToken cancellationToken = default) => AddAsync(onlyFirst: false, cancellationToken);

    /// <summary>The public keys as a JSON Web Key Set; makes the first key where there is none.</summary>
    public async Task<string> PublicKeySetAsync(CancellationToken cancellationToken = default)
    {
        await EnsureAsync(cancellationToken);
        await using var connection = await _database.OpenAsync(cancellationToken);
        var keys = await connection.QueryAsync<string>("select public_key from activation_signing_keys order by created_at, key_id");
        return $$"""{"keys":[{{string.Join(',', keys)}}]}""";
    }

    /// <summary>Writes the public key set to a file a stamp can be given, whole or not at all.</summary>
    /// <param name="path">The file, replaced where it is there.</param>
    /// <param name="cancellationToken">Stops before the file is written.</param>
    public async Task ExportAsync(string path, CancellationToken cancellationToken = default) =>
        OwnedFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(await PublicKeySetAsync(cancellationToken)));

    /// <summary>Signs an activation key with the newest key.</summary>
    internal async Task<string> SignAsync(ActivationKey key, CancellationToken cancellationToken)
    {
        var (keyId, signer) = await OpenSignerAsync(cancellationToken);
        using (signer)
            return ActivationKeyCodec.Encode(key, keyId, signer);
    }

    /// <summary>The newest key, which the caller disposes.</summary>
    internal async Task<(string KeyId, RSA Signer)> OpenSignerAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        await using var connection = await _database.OpenAsync(cancellationToken);
        var (keyId, sealedKey) = await connection.QueryFirstAsync<(string, string)>(
            "select key_id, private_key from activation_signing_keys order by created_at desc, key_id desc limit 1");
        var signer = RSA.Create();
        var plain = _protector.Unprotect(Convert.FromBase64String(sealedKey), PurposePrefix + keyId);
        signer.ImportPkcs8PrivateKey(plain, out _);
        CryptographicOperations.ZeroMemory(plain);
        return (keyId, signer);
    }

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await _database.OpenAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<long>("select count(*) from activation_signing_keys") > 0)
                return;
        }

        await AddAsync(onlyFirst: true, cancellationToken);
    }

    private async Task<string> AddAsync(bool onlyFirst, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var keyId = Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture);
        using var key = RSA.Create(KeySize);
        var plain = key.ExportPkcs8PrivateKey();
        var sealedKey = Convert.ToBase64String(_protector.Protect(plain, PurposePrefix + keyId));
        CryptographicOperations.ZeroMemory(plain);
        var publicKey = PublicKeyOf(keyId, key.ExportParameters(includePrivateParameters: false));
        await _database.TransactAsync(
            async (connection, transaction) =>
            {
                if (onlyFirst && await connection.ExecuteScalarAsync<long>("select count(*) from activation_signing_keys", transaction: transaction) > 0)
                    return;
                await connection.ExecuteAsync(
                    "insert into activation_signing_keys (key_id, private_key, public_key, created_at) values (@keyId, @sealedKey, @publicKey, @at)",
                    new { keyId, sealedKey, publicKey, at = now.ToUnixTimeMilliseconds() },
                    transaction);
            },
            cancellationToken);
        return keyId;
    }

    private static string PublicKeyOf(string keyId, RSAParameters key) => JsonSerializer.Serialize(
        new PublicSigningKey("RSA", "sig", "RS256", keyId, Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent)),
        RegistrationJson.Default.PublicSigningKey);

    internal sealed record PublicSigningKey(string Kty, string Use, string Alg, string Kid, string N, string E);
}
