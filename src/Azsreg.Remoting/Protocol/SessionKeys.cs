using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Azsreg.Remoting.Protocol;

/// <summary>
/// The key blobs of the session key exchange (MS-PSRP §2.2.2.3, §2.2.2.4): the public key as a CryptoAPI PUBLICKEYBLOB, the AES key as a
/// SIMPLEBLOB; both are little-endian, in base64.
/// </summary>
internal static class SessionKeys
{
    public const int RsaBits = 2048;
    public const int AesBytes = 32;

    private static ReadOnlySpan<byte> PublicKeyHeader => [0x06, 0x02, 0, 0, 0x00, 0xA4, 0, 0, (byte)'R', (byte)'S', (byte)'A', (byte)'1'];

    private static ReadOnlySpan<byte> SessionKeyHeader => [0x01, 0x02, 0, 0, 0x10, 0x66, 0, 0, 0x00, 0xA4, 0, 0];

    public static string WritePublicKey(RSAParameters key)
    {
        var modulus = key.Modulus!;
        var blob = new byte[20 + modulus.Length];
        PublicKeyHeader.CopyTo(blob);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(12), modulus.Length * 8);
        for (var i = 0; i < key.Exponent!.Length; i++) blob[16 + i] = key.Exponent[^(i + 1)];
        modulus.CopyTo(blob, 20);
        Array.Reverse(blob, 20, modulus.Length);
        return Convert.ToBase64String(blob);
    }

    /// <exception cref="RemotingProtocolException">It is not an RSA key of 2,048 bits.</exception>
    public static RSAParameters ReadPublicKey(string? base64)
    {
        var blob = Decode(base64);
        if (blob.Length != 20 + (RsaBits / 8) || !blob.AsSpan().StartsWith(PublicKeyHeader)
            || BinaryPrimitives.ReadInt32LittleEndian(blob.AsSpan(12)) != RsaBits)
        {
            throw new RemotingProtocolException("The peer's public key is not an RSA key of 2048 bits.");
        }
        var exponent = blob.AsSpan(16, 4).TrimEnd((byte)0).ToArray();
        Array.Reverse(exponent);
        var modulus = blob[20..];
        Array.Reverse(modulus);
        return new RSAParameters { Exponent = exponent, Modulus = modulus };
    }

    public static string WriteSessionKey(ReadOnlySpan<byte> sessionKey, RSA publicKey)
    {
        var encrypted = publicKey.Encrypt(sessionKey, RSAEncryptionPadding.Pkcs1);
        Array.Reverse(encrypted);
        return Convert.ToBase64String([.. SessionKeyHeader, .. encrypted]);
    }

    /// <exception cref="RemotingProtocolException">It is not an AES-256 key encrypted for <paramref name="privateKey"/>.</exception>
    public static byte[] ReadSessionKey(string? base64, RSA privateKey)
    {
        var blob = Decode(base64);
        if (blob.Length != SessionKeyHeader.Length + (RsaBits / 8) || !blob.AsSpan().StartsWith(SessionKeyHeader))
            throw new RemotingProtocolException("The session key is not in the expected form.");
        var encrypted = blob[SessionKeyHeader.Length..];
        Array.Reverse(encrypted);
        try
        {
            var key = privateKey.Decrypt(encrypted, RSAEncryptionPadding.Pkcs1);
            return key.Length == AesBytes ? key : throw new RemotingProtocolException("The session key has the wrong length.");
        }
        catch (CryptographicException e)
        {
            throw new RemotingProtocolException("The session key was not encrypted for this client.", e);
        }
    }

    private static byte[] Decode(string? base64)
    {
        try
        {
            return Convert.FromBase64String(base64 ?? "");
        }
        catch (FormatException e)
        {
            throw new RemotingProtocolException("A key is not base64.", e);
        }
    }
}
