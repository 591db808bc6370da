using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Azsreg.Protocol;

/// <summary>Who signs bundles: a public key on P-256, told by the SHA-256 of its SubjectPublicKeyInfo.</summary>
/// <param name="Fingerprint">64 lower-case hexadecimal digits.</param>
/// <param name="PublicKey">Base64 of the SubjectPublicKeyInfo.</param>
public sealed record BundleSigner(string Fingerprint, string PublicKey)
{
    private const string PemLabel = "PUBLIC KEY";
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The signer whose key this is.</summary>
    public static BundleSigner Of(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Of(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The signer with that public key; false where it is none on P-256.</summary>
    /// <param name="publicKey">Base64 of the SubjectPublicKeyInfo.</param>
    /// <param name="signer">The signer.</param>
    public static bool TryRead(string? publicKey, [NotNullWhen(true)] out BundleSigner? signer)
    {
        signer = null;
        var bytes = new byte[512];
        if (publicKey is null || publicKey.Length > bytes.Length || !Convert.TryFromBase64String(publicKey, bytes, out var length))
            return false;
        signer = IsUsable(bytes.AsSpan(0, length)) ? Of(bytes.AsSpan(0, length)) : null;
        return signer is not null;
    }

    /// <summary>The signer in a text with a PEM public key, whatever stands around it; false where there is none on P-256.</summary>
    public static bool TryReadPem(string text, [NotNullWhen(true)] out BundleSigner? signer)
    {
        signer = null;
        return PemEncoding.TryFind(text, out var fields) && text[fields.Label] == PemLabel
            && TryRead(string.Concat(text[fields.Base64Data].Where(c => !char.IsWhiteSpace(c))), out signer);
    }

    /// <summary>A fingerprint as it was typed, without colons and blanks and in lower case; null where it is none.</summary>
    public static string? NormalFingerprint(string? typed)
    {
        var clean = string.Concat((typed ?? "").Where(c => c != ':' && !char.IsWhiteSpace(c))).ToLowerInvariant();
        return BundleFile.IsSha256(clean) ? clean : null;
    }

    /// <summary>The public key for a file to be carried.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, Convert.FromBase64String(PublicKey)) + "\n";

    /// <summary>Whether a signature (ASN.1, as OpenSSL writes it) is by this signer over the bytes.</summary>
    internal bool HasSigned(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static BundleSigner Of(ReadOnlySpan<byte> publicKey) =>
        new(Convert.ToHexStringLower(SHA256.HashData(publicKey)), Convert.ToBase64String(publicKey));

    private static bool IsUsable(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid is { Value: P256 } or { FriendlyName: "nistP256" or "ECDSA_P256" };
        }
        catch (Exception unusable) when (unusable is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
