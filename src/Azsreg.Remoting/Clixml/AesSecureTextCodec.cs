using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Azsreg.Remoting.Clixml;

/// <summary>Secure strings of protocol 2.0 to 2.3: AES-256-CBC under the session key (MS-PSRP §2.2.5.1.24).</summary>
internal sealed class AesSecureTextCodec(byte[] sessionKey) : SecureTextCodec
{
    // The protocol prescribes an initialization vector of zeros; the key lives for one session only.
    private static readonly byte[] ZeroVector = new byte[16];

    [SuppressMessage("Security", "CA5401", Justification = "The protocol prescribes the initialization vector.")]
    public override string Encode(SecureText value)
    {
        using var aes = Aes.Create();
        aes.Key = sessionKey;
        return Convert.ToBase64String(aes.EncryptCbc(ToBytes(value), ZeroVector));
    }

    public override SecureText Decode(string text)
    {
        try
        {
            using var aes = Aes.Create();
            aes.Key = sessionKey;
            return FromBytes(aes.DecryptCbc(Convert.FromBase64String(text), ZeroVector));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new RemotingProtocolException("A secure string was not encrypted under the session key.", e);
        }
    }
}
