using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>
/// Encrypts what must lie on the disk but is nobody's to read: AES-256-GCM under a key made at first use into the data folder, readable by its
/// owner only. The purpose is bound to the ciphertext, so that one stored secret cannot be put in another's place.
/// </summary>
public sealed class SecretProtector : IDisposable
{
    private const byte Version = 1;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TagSize;

    // An AesGcm keeps one OpenSSL context and is not for two callers at once.
    private readonly Lock _gate = new();
    private readonly AesGcm _cipher;

    private SecretProtector(ReadOnlySpan<byte> key) => _cipher = new AesGcm(key, TagSize);

    /// <summary>Opens the data folder's protector; makes its key where there is none.</summary>
    /// <exception cref="CataloguedException">The key file is damaged (AZR1007).</exception>
    public static SecretProtector Open(DataFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.Combine(folder.Path, "secrets.key");
        var fresh = RandomNumberGenerator.GetBytes(KeySize);
        OwnedFile.TryCreate(path, fresh);
        return Open(path);
    }

    /// <summary>Opens a protector on a key file that is kept elsewhere, such as one that several replicas are given.</summary>
    /// <exception cref="CataloguedException">The file cannot be read, or is damaged (AZR1007).</exception>
    public static SecretProtector Open(string path)
    {
        byte[] key;
        try
        {
            key = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.SecretUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }

        if (key.Length != KeySize)
        {
            throw new CataloguedException(ErrorCatalogue.SecretUnreadable, $"'{path}' does not hold a key of {KeySize} bytes.");
        }

        var protector = new SecretProtector(key);
        CryptographicOperations.ZeroMemory(key);
        return protector;
    }

    /// <summary>Encrypts bytes.</summary>
    /// <param name="plain">What to keep.</param>
    /// <param name="purpose">What it is, such as <c>operator/refresh-token/{account}</c>; must be given again to decrypt.</param>
    public byte[] Protect(ReadOnlySpan<byte> plain, string purpose)
    {
        var sealedBytes = new byte[Overhead + plain.Length];
        sealedBytes[0] = Version;
        var nonce = sealedBytes.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        lock (_gate)
        {
            _cipher.Encrypt(
                nonce,
                plain,
                ciphertext: sealedBytes.AsSpan(Overhead),
                tag: sealedBytes.AsSpan(1 + NonceSize, TagSize),
                associatedData: Encoding.UTF8.GetBytes(purpose));
        }

        return sealedBytes;
    }

    /// <summary>Decrypts what <see cref="Protect(ReadOnlySpan{byte}, string)"/> made for the same purpose.</summary>
    /// <exception cref="CataloguedException">Another key, another purpose, or altered bytes (AZR1007).</exception>
    public byte[] Unprotect(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        if (sealedBytes.Length < Overhead || sealedBytes[0] != Version)
        {
            throw Unreadable(purpose, null);
        }

        var plain = new byte[sealedBytes.Length - Overhead];
        try
        {
            lock (_gate)
            {
                _cipher.Decrypt(
                    nonce: sealedBytes.Slice(1, NonceSize),
                    ciphertext: sealedBytes[Overhead..],
                    tag: sealedBytes.Slice(1 + NonceSize, TagSize),
                    plain,
                    associatedData: Encoding.UTF8.GetBytes(purpose));
            }

            return plain;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw Unreadable(purpose, exception);
        }
    }

    /// <summary>Encrypts a text; the result is base64.</summary>
    /// <inheritdoc cref="Protect(ReadOnlySpan{byte}, string)" path="/param"/>
    public string Protect(Secret plain, string purpose)
    {
        ArgumentNullException.ThrowIfNull(plain);
        return Convert.ToBase64String(Protect(Encoding.UTF8.GetBytes(plain.Reveal()), purpose));
    }

    /// <summary>Decrypts what <see cref="Protect(Secret, string)"/> made for the same purpose.</summary>
    /// <exception cref="CataloguedException">Another key, another purpose, or altered text (AZR1007).</exception>
    public Secret Unprotect(string sealedText, string purpose)
    {
        ArgumentNullException.ThrowIfNull(sealedText);
        byte[] sealedBytes;
        try
        {
            sealedBytes = Convert.FromBase64String(sealedText);
        }
        catch (FormatException exception)
        {
            throw Unreadable(purpose, exception);
        }

        return new Secret(Encoding.UTF8.GetString(Unprotect(sealedBytes, purpose)));
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private static CataloguedException Unreadable(string purpose, Exception? inner) =>
        new(ErrorCatalogue.SecretUnreadable, $"What is stored for '{purpose}' does not belong to this data folder's key.", inner: inner);
}
