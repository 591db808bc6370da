using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;
using Dapper;
using Microsoft.IdentityModel.Tokens;

namespace Azsreg.Identity;

public sealed partial class IdentityDirectory
{
    private const int ShortestSecret = 16;
    private const int MostCredentials = 20;

    /// <summary>Adds a client secret to an application; its text is known only in the result.</summary>
    /// <param name="appId">The application's client id.</param>
    /// <param name="displayName">What the owner calls it; at most 256 characters.</param>
    /// <param name="endsAt">Valid until; two years from now by default.</param>
    /// <param name="text">The secret, 16 to 256 characters, where it must be a known one; otherwise 40 random characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DirectoryException">The application is unknown, has 20 secrets already, or a value is not valid.</exception>
    public async Task<NewSecret> AddPasswordAsync(
        Guid appId, string? displayName = null, DateTimeOffset? endsAt = null, Secret? text = null, CancellationToken cancellationToken = default)
    {
        var now = _clock.GetUtcNow();
        var secret = text ?? new Secret(Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(30)));
        if (secret.Reveal().Length is < ShortestSecret or > 256)
            throw Invalid($"A client secret has {ShortestSecret} to 256 characters.");
        var (label, ends) = CheckCredential(displayName, endsAt ?? now.AddYears(2), now);
        var credential = new PasswordCredential(NewId(), label, secret.Reveal()[..3], now, ends);
        await _database.TransactAsync(async (connection, transaction) =>
        {
            await RequireApplicationAsync(connection, transaction, appId);
            await RequireRoomAsync("identity_application_secrets");
            return await connection.ExecuteAsync(
                """
                insert into identity_application_secrets (key_id, app_id, display_name, hint, hash, starts_at, ends_at)
                values (@keyId, @appId, @label, @hint, @hash, @starts, @ends)
                """,
                new
                {
                    keyId = Key(credential.KeyId), appId = Key(appId), label, hint = credential.Hint, hash = SecretHash.Of(secret),
                    starts = now.ToUnixTimeMilliseconds(), ends = ends.ToUnixTimeMilliseconds(),
                }, transaction);

            async Task RequireRoomAsync(string table)
            {
                if (await connection.ExecuteScalarAsync<long>(
                        $"select count(*) from {table} where app_id = @appId", new { appId = Key(appId) }, transaction) >= MostCredentials)
                    throw Invalid($"An application has at most {MostCredentials} credentials of a kind.");
            }
        }, cancellationToken);
        return new NewSecret(credential, secret);
    }

    /// <summary>Removes a client secret; false where the application has none of that id.</summary>
    public Task<bool> RemovePasswordAsync(Guid appId, Guid keyId, CancellationToken cancellationToken = default) =>
        RemoveCredentialAsync("identity_application_secrets", appId, keyId, cancellationToken);

    /// <summary>Adds a certificate whose key may sign the application's client assertions; adding it again answers the first.</summary>
    /// <param name="appId">The application's client id.</param>
    /// <param name="certificate">The certificate in DER, with an RSA key of 2,048 bits or more; a private key is not wanted.</param>
    /// <param name="displayName">What the owner calls it; its subject by default.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DirectoryException">The application is unknown, has 20 certificates already, or the certificate is not acceptable.</exception>
    public async Task<CertificateCredential> AddCertificateAsync(
        Guid appId, ReadOnlyMemory<byte> certificate, string? displayName = null, CancellationToken cancellationToken = default)
    {
        using var parsed = Parse(certificate);
        var (label, ends) = CheckCredential(displayName ?? parsed.Subject, new DateTimeOffset(parsed.NotAfter.ToUniversalTime()), _clock.GetUtcNow());
        var credential = new CertificateCredential(
            NewId(), label, Convert.ToBase64String(parsed.RawData), Base64UrlEncoder.Encode(parsed.GetCertHash()),
            Base64UrlEncoder.Encode(parsed.GetCertHash(HashAlgorithmName.SHA256)), new DateTimeOffset(parsed.NotBefore.ToUniversalTime()), ends);
        return await _database.TransactAsync(async (connection, transaction) =>
        {
            var application = await FindApplicationAsync(connection, transaction, ByAppId, Key(appId)) ?? throw NotFound("The application", appId);
            if (application.CertificateCredentials.FirstOrDefault(known => known.ThumbprintSha256 == credential.ThumbprintSha256) is { } same)
                return same;
            if (application.CertificateCredentials.Count >= MostCredentials)
                throw Invalid($"An application has at most {MostCredentials} credentials of a kind.");
            await connection.ExecuteAsync(
                """
                insert into identity_application_certificates
                       (key_id, app_id, display_name, certificate, thumbprint_sha1, thumbprint_sha256, starts_at, ends_at)
                values (@keyId, @appId, @label, @text, @sha1, @sha256, @starts, @ends)
                """,
                new
                {
                    keyId = Key(credential.KeyId), appId = Key(appId), label, text = credential.Certificate, sha1 = credential.ThumbprintSha1,
                    sha256 = credential.ThumbprintSha256, starts = credential.StartsAt.ToUnixTimeMilliseconds(), ends = ends.ToUnixTimeMilliseconds(),
                }, transaction);
            return credential;
        }, cancellationToken);
    }

    /// <summary>Removes a certificate; false where the application has none of that id.</summary>
    public Task<bool> RemoveCertificateAsync(Guid appId, Guid keyId, CancellationToken cancellationToken = default) =>
        RemoveCredentialAsync("identity_application_certificates", appId, keyId, cancellationToken);

    /// <summary>Which of an application's secrets <paramref name="text"/> is, expired ones included; null for none.</summary>
    internal async Task<PasswordCredential?> MatchPasswordAsync(Guid appId, Secret text, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<SecretRow>(
            """
            select key_id as "KeyId", display_name as "DisplayName", hint as "Hint", starts_at as "StartsAt", ends_at as "EndsAt", hash as "Hash"
            from identity_application_secrets where app_id = @appId order by ends_at desc
            """, new { appId = Key(appId) });
        return rows.FirstOrDefault(row => SecretHash.Matches(text, row.Hash!))?.ToCredential();
    }

    private async Task<bool> RemoveCredentialAsync(string table, Guid appId, Guid keyId, CancellationToken cancellationToken) =>
        await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            $"delete from {table} where app_id = @appId and key_id = @keyId", new { appId = Key(appId), keyId = Key(keyId) }, transaction) > 0,
            cancellationToken);

    private static (string? Label, DateTimeOffset Ends) CheckCredential(string? displayName, DateTimeOffset ends, DateTimeOffset now)
    {
        if (ends <= now)
            throw Invalid("The credential's end date is in the past.");
        var label = displayName?.Trim();
        return (string.IsNullOrEmpty(label) ? null : label[..Math.Min(label.Length, 256)], ends);
    }

    private static X509Certificate2 Parse(ReadOnlyMemory<byte> der)
    {
        if (der.Length is 0 or > 16 * 1024)
            throw Invalid("The certificate has 1 byte to 16 KiB.");
        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(der.Span);
        }
        catch (CryptographicException)
        {
            throw Invalid("Key credential must have a valid base64 encoded value of a DER certificate.");
        }

        using var key = certificate.GetRSAPublicKey();
        if (key is { KeySize: >= 2048 and <= 16384 })
            return certificate;
        certificate.Dispose();
        throw Invalid("The certificate's key must be RSA of 2048 bits or more.");
    }

    private sealed record SecretRow
    {
        public string KeyId { get; init; } = "";
        public string? DisplayName { get; init; }
        public string Hint { get; init; } = "";
        public long StartsAt { get; init; }
        public long EndsAt { get; init; }
        public string? Hash { get; init; }

        public PasswordCredential ToCredential() => new(Guid.Parse(KeyId), DisplayName, Hint, Time(StartsAt), Time(EndsAt));
    }

    private sealed record CertificateRow(
        string KeyId, string? DisplayName, string Certificate, string Sha1, string Sha256, long StartsAt, long EndsAt)
    {
        public CertificateCredential ToCredential() =>
            new(Guid.Parse(KeyId), DisplayName, Certificate, Sha1, Sha256, Time(StartsAt), Time(EndsAt));
    }
}
