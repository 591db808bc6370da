using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Azsreg.Protocol;

/// <summary>Writes and reads activation keys: JWS in compact form (RFC 7515), RS256, the issuer's key told by <c>kid</c>.</summary>
public static class ActivationKeyCodec
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 512 * 1024;

    // RS256 is not made with less than 2,048 bits (RFC 7518, section 3.3), and an RSA signature is as long as its key.
    private const int ShortestSignature = 2048 / 8;

    /// <summary>Signs a key.</summary>
    /// <param name="key">The content.</param>
    /// <param name="keyId">32 hex digits that tell the issuer's key.</param>
    /// <param name="signer">The issuer's private key, 2,048 bits or more.</param>
    public static string Encode(ActivationKey key, string keyId, RSA signer)
    {
        // The real header has a blank after its comma; nobody may write it anew before verifying.
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"kid\":\"{keyId}\", \"alg\":\"RS256\"}}"));
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(key, ProtocolJson.Default.ActivationKey));
        var signed = $"{header}.{payload}";
        var signature = signer.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Reads a key without judging its signature: for a person who wants to see what is in it.</summary>
    /// <exception cref="TokenFormatException">It cannot be read; the field is the part: <c>header</c>, <c>content</c> or <c>signature</c>.</exception>
    public static (ActivationKey Key, string KeyId) Inspect(string text)
    {
        var parts = Split(text);
        return (parts.Key, parts.KeyId);
    }

    /// <summary>Reads a key and judges its signature alone: <c>Malformed</c>, <c>NotTrusted</c>, <c>Altered</c> or <c>None</c>.</summary>
    /// <param name="text">The key as it came; white space and quotes of its journey are taken away.</param>
    /// <param name="trusted">The issuer's public key of a <c>kid</c>, or null where it is not trusted.</param>
    /// <param name="key">The content, wherever it could be read.</param>
    public static ActivationKeyProblem VerifySignature(string text, Func<string, RSA?> trusted, out ActivationKey? key)
    {
        key = null;
        Parts parts;
        try
        {
            parts = Split(text);
        }
        catch (TokenFormatException)
        {
            return ActivationKeyProblem.Malformed;
        }

        key = parts.Key;
        if (trusted(parts.KeyId) is not { } issuer)
            return ActivationKeyProblem.NotTrusted;
        if (parts.Signature.Length * 8 < issuer.KeySize)
            return ActivationKeyProblem.Malformed;
        return issuer.VerifyData(parts.Signed, parts.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? ActivationKeyProblem.None
            : ActivationKeyProblem.Altered;
    }

    /// <summary>Reads a key and judges it for one stamp at one moment.</summary>
    /// <param name="text">The key as it came; white space and quotes of its journey are taken away.</param>
    /// <param name="trusted">The issuer's public key of a <c>kid</c>, or null where it is not trusted.</param>
    /// <param name="cloudId">The stamp's cloud id.</param>
    /// <param name="now">The stamp's time.</param>
    /// <param name="key">The content, wherever it could be read, for the message; only to be used with <see cref="ActivationKeyProblem.None"/>.</param>
    public static ActivationKeyProblem Verify(
        string text, Func<string, RSA?> trusted, string cloudId, DateTimeOffset now, out ActivationKey? key)
    {
        var problem = VerifySignature(text, trusted, out key);
        if (problem != ActivationKeyProblem.None)
            return problem;
        if (!string.Equals(key!.CloudId, cloudId, StringComparison.OrdinalIgnoreCase))
            return ActivationKeyProblem.Foreign;
        return ExpiresAt(key) <= now ? ActivationKeyProblem.Expired : ActivationKeyProblem.None;
    }

    /// <summary>When the key ends.</summary>
    /// <exception cref="TokenFormatException">The field cannot be read.</exception>
    public static DateTimeOffset ExpiresAt(ActivationKey key) =>
        DateTimeOffset.TryParse(key.Expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new TokenFormatException("expires", "The key's end cannot be read.");

    private static Parts Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new TokenFormatException("activationKey", $"The key is longer than {MaxLength / 1024} KiB.");
        var parts = TransferText.Clean(text).Split('.');
        if (parts.Length != 3)
            throw new TokenFormatException("activationKey", "A key has three parts with dots between them.");
        var keyId = ReadPart("header", () => ReadHeader(parts[0]));
        var key = ReadPart("content", () => JsonSerializer.Deserialize(Base64Url.DecodeFromChars(parts[1]), ProtocolJson.Tolerant.ActivationKey)
            ?? throw new TokenFormatException("content", "The key is empty."));
        ExpiresAt(key);
        var signature = ReadPart("signature", () => Base64Url.DecodeFromChars(parts[2]));
        // The decoder ignores the unused bits of the last character; a flipped one would pass unseen.
        if (Base64Url.EncodeToString(signature) != parts[2])
            throw new TokenFormatException("signature", "The key's last character was altered, or its end was cut off.");
        // What is left of a cut signature may be base64 all the same: where the cut fell, one time in four.
        if (signature.Length < ShortestSignature)
            throw new TokenFormatException("signature", "The key's signature is shorter than any signer's; its end was cut off.");
        return new Parts(keyId, key, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature);
    }

    private static string ReadHeader(string part)
    {
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(part), new JsonDocumentOptions { MaxDepth = 4 });
        if (header.RootElement.GetProperty("alg").GetString() != "RS256")
            throw new TokenFormatException("header", "The key is not signed with RS256.");
        return header.RootElement.GetProperty("kid").GetString() is { Length: > 0 and <= 128 } keyId
            ? keyId
            : throw new TokenFormatException("header", "The key does not tell who signed it.");
    }

    private static T ReadPart<T>(string part, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new TokenFormatException(part, $"The key's {part} cannot be read; it may be cut or altered.", fault);
        }
    }

    private sealed record Parts(string KeyId, ActivationKey Key, byte[] Signed, byte[] Signature);
}
