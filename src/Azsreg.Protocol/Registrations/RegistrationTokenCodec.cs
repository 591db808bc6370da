using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>Reads, writes, signs and verifies registration tokens.</summary>
public static class RegistrationTokenCodec
{
    /// <summary>The largest token, in characters of base64.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>The most nodes a token may list.</summary>
    public const int MaxNodes = 1024;

    /// <summary>Writes an unsigned token (versions 1.0 and 3.0).</summary>
    public static string Encode(RegistrationToken token) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(token, ProtocolJson.Default.RegistrationToken));

    /// <summary>
    /// Signs a token and writes it. The signature covers the UTF-8 JSON object without its last member, <c>signature</c>,
    /// byte for byte, so that fields a reader does not know are covered as well.
    /// </summary>
    /// <param name="token">The token; its key and signature are set here.</param>
    /// <param name="key">The stamp's private key, on P-256.</param>
    public static string EncodeSigned(RegistrationToken token, ECDsa key)
    {
        var unsigned = token with { PublicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Signature = null };
        var body = JsonSerializer.SerializeToUtf8Bytes(unsigned, ProtocolJson.Default.RegistrationToken);
        var signature = Convert.ToBase64String(key.SignData(body, HashAlgorithmName.SHA256));
        var whole = string.Concat(Encoding.UTF8.GetString(body.AsSpan(..^1)), ",\"signature\":\"", signature, "\"}");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(whole));
    }

    /// <summary>
    /// Reads a token, checks every field and, where it is signed, the signature. A token of a signed version without one is refused.
    /// </summary>
    /// <exception cref="TokenFormatException">It names the field that is wrong.</exception>
    public static RegistrationToken Decode(string text)
    {
        var (token, bytes) = Read(text);
        if (token.MustBeSigned || token.Signature is not null)
            CheckSignature(token, bytes);
        CheckFields(token);
        if (token.MustBeSigned && string.IsNullOrEmpty(token.Nonce))
            throw new TokenFormatException("nonce", "A signed token has a nonce.");
        return token;
    }

    /// <summary>
    /// Reads a token for a person, or for whoever hands it on. As <see cref="Decode"/>, but a token of a signed version with neither key
    /// nor signature of this layout is read too: it is another maker's, and only that maker can judge it.
    /// </summary>
    /// <exception cref="TokenFormatException">It names the field that is wrong.</exception>
    public static (RegistrationToken Token, TokenSeal Seal) Inspect(string text)
    {
        var (token, _) = Read(text);
        if (token is { MustBeSigned: true, Signature: null, PublicKey: null })
        {
            CheckFields(token);
            return (token, TokenSeal.Foreign);
        }

        token = Decode(text);
        return (token, token.Signature is null ? TokenSeal.None : TokenSeal.Whole);
    }

    /// <summary>What an altered token says, as far as it can be read; null where it cannot. Only good for telling a person which token it was.</summary>
    public static RegistrationToken? Peek(string text)
    {
        try
        {
            return Read(text).Token;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    /// <summary>True where <paramref name="token"/>'s key is endorsed by the former key.</summary>
    /// <param name="token">A decoded token.</param>
    /// <param name="formerKey">Base64 of the former SubjectPublicKeyInfo.</param>
    public static bool IsEndorsedBy(RegistrationToken token, string formerKey)
    {
        if (token.PublicKey is null || token.PublicKeyEndorsement is null)
            return false;
        using var former = ImportKey(formerKey, "publicKey");
        return former.VerifyData(
            FromBase64(token.PublicKey, "publicKey"), FromBase64(token.PublicKeyEndorsement, "publicKeyEndorsement"), HashAlgorithmName.SHA256);
    }

    /// <summary>The former key's word for a new one: base64 for <see cref="RegistrationToken.PublicKeyEndorsement"/>.</summary>
    public static string Endorse(ECDsa formerKey, ECDsa newKey) =>
        Convert.ToBase64String(formerKey.SignData(newKey.ExportSubjectPublicKeyInfo(), HashAlgorithmName.SHA256));

    private static (RegistrationToken Token, byte[] Bytes) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new TokenFormatException("token", $"The token is longer than {MaxLength / 1024} KiB.");
        var bytes = FromBase64(TransferText.Clean(text), "token");
        return (ReadFields(bytes), bytes);
    }

    private static RegistrationToken ReadFields(byte[] bytes)
    {
        try
        {
            // Field names are compared without regard to case, as the published client reads CloudId; a repeated field is refused,
            // since two readers could take different ones.
            var token = JsonSerializer.Deserialize(bytes, ProtocolJson.Tolerant.RegistrationToken)
                ?? throw new TokenFormatException("token", "The token is empty.");
            // Source-generated reading gives null, not the initial value, for a list that is not there.
            return token.HardwareInfo is null ? token with { HardwareInfo = [] } : token;
        }
        catch (JsonException fault)
        {
            var field = fault.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path.Split('[', '.')[0] : "token";
            throw new TokenFormatException(field, $"The token's JSON cannot be read at '{field}'.", fault);
        }
    }

    private static void CheckFields(RegistrationToken token)
    {
        if (!RegistrationToken.Versions.Contains(token.Version))
            throw new TokenFormatException("version", $"The token's version is none of {string.Join(", ", RegistrationToken.Versions)}.");
        if (string.IsNullOrWhiteSpace(token.CloudId) || token.CloudId.Length > 64 || !token.CloudId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new TokenFormatException("cloudId", "The cloud id is missing or malformed.");
        // Not Enum.TryParse alone: that takes numbers and combinations too.
        if (!Enum.TryParse<BillingModel>(token.BillingModel, ignoreCase: true, out _) || token.BillingModel.Any(c => !char.IsAsciiLetter(c)))
            throw new TokenFormatException("billingModel", "The billing model is not known.");
        if (token.ObjectId is { Length: > 0 } objectId && !Guid.TryParse(objectId, out _))
            throw new TokenFormatException("objectId", "The object id is not a GUID.");
        if (token.HardwareInfo.Count > MaxNodes)
            throw new TokenFormatException("hardwareInfo", $"The token lists more than {MaxNodes} nodes.");
    }

    private static void CheckSignature(RegistrationToken token, byte[] bytes)
    {
        if (token.PublicKey is null)
            throw new TokenFormatException("publicKey", $"A token of version {token.Version} carries the stamp's public key.");
        if (token.Signature is null)
            throw new TokenFormatException("signature", $"A token of version {token.Version} is signed.");
        // The signature is the last member, in the one spelling EncodeSigned gives it.
        var tail = Encoding.UTF8.GetBytes($",\"signature\":\"{token.Signature}\"}}");
        if (!bytes.AsSpan().EndsWith(tail))
            throw new TokenFormatException("signature", "The signature is not the token's last field.");
        var body = new byte[bytes.Length - tail.Length + 1];
        bytes.AsSpan(..^tail.Length).CopyTo(body);
        body[^1] = (byte)'}';
        using var key = ImportKey(token.PublicKey, "publicKey");
        if (!key.VerifyData(body, FromBase64(token.Signature, "signature"), HashAlgorithmName.SHA256))
            throw new TokenFormatException("signature", "The signature does not fit the token's content: it was altered.");
    }

    private static ECDsa ImportKey(string base64, string field)
    {
        var der = FromBase64(base64, field);
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(der, out var read);
            if (read == der.Length && key.KeySize == 256)
                return key;
        }
        catch (Exception fault) when (fault is CryptographicException or PlatformNotSupportedException)
        {
            // The second comes from OpenSSL for a curve it does not know.
            key.Dispose();
            throw new TokenFormatException(field, "The public key cannot be read.", fault);
        }

        key.Dispose();
        throw new TokenFormatException(field, "The public key is not an EC key on P-256.");
    }

    private static byte[] FromBase64(string text, string field)
    {
        try
        {
            var bytes = Convert.FromBase64String(text);
            // The decoder ignores the unused bits of the last character; a flipped one would pass unseen.
            if (Convert.ToBase64String(bytes) == text)
                return bytes;
        }
        catch (FormatException fault)
        {
            throw new TokenFormatException(field, $"The {field} is not base64; a part may be missing.", fault);
        }

        throw new TokenFormatException(field, $"The {field} is not base64 as it is written; its last character was altered.");
    }
}
