using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Documents;
using Azsreg.Protocol;

namespace Azsreg.Operator.Accounts;

/// <summary>Keeps each account's tokens in a file of its own, encrypted under the data folder's key and bound to the account.</summary>
internal sealed class SealedTokenStore(DataFolder folder, SecretProtector protector) : ITokenStore
{
    private const long LargestFile = 4 * 1024 * 1024;

    public ValueTask<StoredTokens?> ReadAsync(string account, CancellationToken cancellationToken)
    {
        byte[] sealedBytes;
        try
        {
            var path = PathOf(account);
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                throw new CataloguedException(ErrorCatalogue.SecretUnreadable, $"'{path}' is larger than {LargestFile / 1024 / 1024} MiB.");
            sealedBytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return ValueTask.FromResult<StoredTokens?>(null);
        }

        var plain = protector.Unprotect(sealedBytes, Purpose(account));
        try
        {
            var kept = JsonSerializer.Deserialize(plain, OperatorJson.Default.KeptTokens);
            return ValueTask.FromResult(kept is null ? null : Read(kept));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public ValueTask WriteAsync(string account, StoredTokens tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var plain = JsonSerializer.SerializeToUtf8Bytes(Keep(tokens), OperatorJson.Default.KeptTokens);
        try
        {
            OwnedFile.Replace(PathOf(account), protector.Protect(plain, Purpose(account)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        File.Delete(PathOf(account));
        return ValueTask.CompletedTask;
    }

    private static StoredTokens? Read(KeptTokens kept)
    {
        AccountCredential? credential = kept switch
        {
            { RefreshToken: { } refresh } => new AccountCredential.Refresh(new Secret(refresh)),
            { ClientSecret: { } secret } => new AccountCredential.ClientSecret(new Secret(secret)),
            { ClientCertificate: { } pfx } => new AccountCredential.ClientCertificate(
                X509CertificateLoader.LoadPkcs12(pfx, password: null, X509KeyStorageFlags.Exportable)),
            _ => null,
        };
        return credential is null
            ? null
            : new StoredTokens(credential, [.. kept.AccessTokens.Select(t => new CachedToken(t.Tenant, t.Audience, new Secret(t.Token), t.IssuedOn, t.ExpiresOn))]);
    }

    private static KeptTokens Keep(StoredTokens tokens) => new()
    {
        RefreshToken = (tokens.Credential as AccountCredential.Refresh)?.Token.Reveal(),
        ClientSecret = (tokens.Credential as AccountCredential.ClientSecret)?.Value.Reveal(),
        ClientCertificate = (tokens.Credential as AccountCredential.ClientCertificate)?.Certificate.Export(X509ContentType.Pkcs12),
        AccessTokens =
        [
            .. tokens.AccessTokens.Select(t => new KeptAccessToken
            {
                Tenant = t.Tenant, Audience = t.Audience, Token = t.Token.Reveal(), IssuedOn = t.IssuedOn, ExpiresOn = t.ExpiresOn,
            }),
        ],
    };

    private static string Purpose(string account) => $"operator/tokens/{account}";

    // The account's key holds what no file name may.
    private string PathOf(string account) =>
        Path.Combine(folder.Operator, $"tokens-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)).AsSpan(0, 16))}.bin");
}
