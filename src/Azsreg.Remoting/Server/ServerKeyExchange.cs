using System.Security.Cryptography;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Server;

/// <summary>The server's half of the session key exchange (MS-PSRP §3.2.5.4.3): it makes the AES key.</summary>
internal static class ServerKeyExchange
{
    /// <exception cref="RemotingProtocolException">The client's public key cannot be used.</exception>
    public static (string Clixml, SecureTextCodec Codec) Answer(object? body)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportParameters(SessionKeys.ReadPublicKey((body as RemoteObject)?.GetString("PublicKey")));
            var key = RandomNumberGenerator.GetBytes(SessionKeys.AesBytes);
            var answer = ProtocolObjects.Bag();
            answer["EncryptedSessionKey"] = SessionKeys.WriteSessionKey(key, rsa);
            return (ClixmlWriter.Write(answer), new AesSecureTextCodec(key));
        }
        catch (CryptographicException e)
        {
            throw new RemotingProtocolException("The peer's public key cannot be used.", e);
        }
    }
}
