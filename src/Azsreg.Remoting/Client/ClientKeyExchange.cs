using System.Security.Cryptography;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Client;

/// <summary>The client's half of the session key exchange (MS-PSRP §3.1.5.4.3): an RSA key for one session.</summary>
internal sealed class ClientKeyExchange : IDisposable
{
    private readonly RSA key = RSA.Create(SessionKeys.RsaBits);

    public string PublicKeyMessage()
    {
        var bag = ProtocolObjects.Bag();
        bag["PublicKey"] = SessionKeys.WritePublicKey(key.ExportParameters(includePrivateParameters: false));
        return ClixmlWriter.Write(bag);
    }

    public SecureTextCodec Complete(object? body) =>
        new AesSecureTextCodec(SessionKeys.ReadSessionKey((body as RemoteObject)?.GetString("EncryptedSessionKey"), key));

    public void Dispose() => key.Dispose();
}
