using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Protocol;

/// <summary>The last line of a usage file.</summary>
/// <param name="Hash">SHA-256 in lower-case hex of every byte before this line, decompressed.</param>
/// <param name="KeyId">Names the key, for messages and for finding it.</param>
/// <param name="Signature">
/// Base64 of the signature over the UTF-8 text <c>azsreg usage file 1</c>, a line feed and the hash: a stamp's ECDSA P-256 with SHA-256 (IEEE P1363) by the
/// key of its registration token, commerce's RS256 by a key it signs activation keys with.
/// </param>
public sealed record UsageFileSeal(string Hash, string KeyId, string Signature)
{
    /// <summary>A stamp's seal.</summary>
    public static UsageFileSeal Sign(string hash, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new UsageFileSeal(hash, KeyIdOf(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())), Convert.ToBase64String(key.SignData(Signed(hash), HashAlgorithmName.SHA256)));
    }

    /// <summary>Commerce's seal.</summary>
    public static UsageFileSeal Sign(string hash, RSA key, string keyId)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new UsageFileSeal(hash, keyId, Convert.ToBase64String(key.SignData(Signed(hash), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    /// <summary>The name of a stamp's key.</summary>
    /// <param name="publicKey">Base64 of its SubjectPublicKeyInfo.</param>
    public static string KeyIdOf(string publicKey) => CarriedFile.KeyName(publicKey);

    /// <summary>True where the stamp's key made it.</summary>
    /// <param name="publicKey">Base64 of its SubjectPublicKeyInfo.</param>
    public bool IsBy(string publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return Bytes() is { } signature && key.VerifyData(Signed(Hash), signature, HashAlgorithmName.SHA256);
    }

    /// <summary>True where commerce's key made it.</summary>
    public bool IsBy(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Bytes() is { } signature && key.VerifyData(Signed(Hash), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] Signed(string hash) => Encoding.UTF8.GetBytes($"azsreg usage file 1\n{hash}");

    private byte[]? Bytes()
    {
        var bytes = new byte[1024];
        // The decoder passes over blanks and the unused bits of the last character; only the one spelling is taken.
        return Convert.TryFromBase64String(Signature, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == Signature ? bytes[..length] : null;
    }
}
