using System.Security.Cryptography;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Protocol;

public sealed class SessionKeyTests
{
    [Fact]
    public void Answer_ClientsPublicKey_GivesBothTheSameKey()
    {
        using var client = new ClientKeyExchange();

        var (answer, serverCodec) = ServerKeyExchange.Answer(ClixmlReader.Read(client.PublicKeyMessage()));
        var clientCodec = client.Complete(ClixmlReader.Read(answer));

        serverCodec.Decode(clientCodec.Encode(new SecureText("S3cret é"))).Reveal().ShouldBe("S3cret é");
    }

    [Fact]
    public void Answer_RecordedPublicKey_IsUnderstoodAndAnsweredInTheRecordedForm()
    {
        var (publicKey, recordedAnswer) = Recorded();

        var (answer, _) = ServerKeyExchange.Answer(publicKey);

        var ours = Convert.FromBase64String(((RemoteObject)ClixmlReader.Read(answer)!).GetString("EncryptedSessionKey")!);
        var recorded = Convert.FromBase64String(((RemoteObject)recordedAnswer!).GetString("EncryptedSessionKey")!);
        ours.Length.ShouldBe(recorded.Length);
        ours[..12].ShouldBe(recorded[..12]);
    }

    [Fact]
    public void WritePublicKey_RecordedKey_IsTheRecordedText()
    {
        var text = ((RemoteObject)Recorded().PublicKey!).GetString("PublicKey");

        SessionKeys.WritePublicKey(SessionKeys.ReadPublicKey(text)).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("BgIAAACkAABSU0ExAAgAAAEAAQA=")]
    public void ReadPublicKey_Malformed_IsAProtocolError(string text) => Should.Throw<RemotingProtocolException>(() => SessionKeys.ReadPublicKey(text));

    [Fact]
    public void ReadSessionKey_ForAnotherClient_IsAProtocolError()
    {
        using var mine = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var key = SessionKeys.WriteSessionKey(new byte[32], other);

        Should.Throw<RemotingProtocolException>(() => SessionKeys.ReadSessionKey(key, mine));
    }

    private static (object? PublicKey, object? Answer) Recorded()
    {
        object? Body(bool fromClient, MessageType type) => Recording.Load("h3-protocol-2.3-client-key-exchange").Packets(fromClient)
            .Where(packet => packet.Kind == PacketKind.Data)
            .SelectMany(packet => new FragmentReader(1 << 20).Read(packet.Data))
            .Where(message => message.Type == type)
            .Select(message => ClixmlReader.Read(message.Body)).First();

        return (Body(true, MessageType.PublicKey), Body(false, MessageType.EncryptedSessionKey));
    }
}
