#pragma warning disable CA5351 // NTLM version 2 is made of MD5 and HMAC-MD5 (MS-NLMP 3.3.2); this is the peer a real stamp is.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Remoting.Tests.Ntlm;

/// <summary>The accepting side of NTLMv2 with extended session security, from MS-NLMP: one connection's sign-in and its cipher.</summary>
internal sealed class NtlmAcceptor(string password)
{
    private const uint Flags = 0xE2898235; // 56, key exchange, 128, version, target info, extended security, server, always sign, NTLM, seal, sign, target, unicode

    private readonly byte[] serverChallenge = RandomNumberGenerator.GetBytes(8);
    private byte[] negotiate = [];
    private byte[] challenge = [];
    private byte[] clientSign = [];
    private byte[] serverSign = [];
    private Rc4? clientSeal;
    private Rc4? serverSeal;
    private uint received;
    private uint sent;

    public string? User { get; private set; }

    public bool IsSignedIn => clientSeal is not null;

    public static byte[] NtHash(string password) => Md4.Hash(Encoding.Unicode.GetBytes(password));

    public static byte[] NtlmV2Hash(string user, string domain, string password) =>
        HMACMD5.HashData(NtHash(password), Encoding.Unicode.GetBytes(user.ToUpperInvariant() + domain));

    /// <summary>MS-NLMP §2.2.1.2: the challenge for a negotiate message.</summary>
    public byte[] Challenge(byte[] negotiateMessage)
    {
        negotiate = negotiateMessage;
        var name = Encoding.Unicode.GetBytes("ERCS");
        byte[] info =
        [
            2, 0, (byte)name.Length, 0, .. name, 1, 0, (byte)name.Length, 0, .. name,
            7, 0, 8, 0, .. BitConverter.GetBytes(new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc).ToFileTimeUtc()), 0, 0, 0, 0,
        ];
        var message = new byte[56 + name.Length + info.Length];
        "NTLMSSP\0"u8.CopyTo(message);
        message[8] = 2;
        Field(message, 12, name.Length, 56);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(20), Flags);
        serverChallenge.CopyTo(message, 24);
        Field(message, 40, info.Length, 56 + name.Length);
        message[48] = 10;
        message[55] = 15;
        name.CopyTo(message, 56);
        info.CopyTo(message, 56 + name.Length);
        return challenge = message;
    }

    /// <summary>MS-NLMP §3.3.2, §3.4.5: checks the authenticate message and makes the keys; false for a wrong password.</summary>
    public bool Authenticate(byte[] message)
    {
        var response = Field(message, 20);
        var domain = Encoding.Unicode.GetString(Field(message, 28));
        var user = Encoding.Unicode.GetString(Field(message, 36));
        var hash = NtlmV2Hash(user, domain, password);
        var proof = Mac(hash, [.. serverChallenge, .. response[16..]]);
        if (!proof.AsSpan().SequenceEqual(response.AsSpan(0, 16))) return false;
        var sessionKey = new Rc4(HMACMD5.HashData(hash, proof)).Transform(Field(message, 52));
        var withoutMic = message.ToArray();
        withoutMic.AsSpan(72, 16).Clear();
        if (!Mac(sessionKey, [.. negotiate, .. challenge, .. withoutMic]).AsSpan().SequenceEqual(message.AsSpan(72, 16))) return false;
        clientSign = Key(sessionKey, "session key to client-to-server signing key magic constant\0");
        serverSign = Key(sessionKey, "session key to server-to-client signing key magic constant\0");
        clientSeal = new Rc4(Key(sessionKey, "session key to client-to-server sealing key magic constant\0"));
        serverSeal = new Rc4(Key(sessionKey, "session key to server-to-client sealing key magic constant\0"));
        User = domain + "\\" + user;
        return true;
    }

    public byte[] Unseal(ReadOnlySpan<byte> wrapped)
    {
        var plain = clientSeal!.Transform(wrapped[16..]);
        var expected = Signature(clientSign, clientSeal, received++, plain);
        return expected.AsSpan().SequenceEqual(wrapped[..16]) ? plain : throw new CryptographicException("The signature is wrong.");
    }

    public byte[] Seal(byte[] plain)
    {
        var cipher = serverSeal!.Transform(plain);
        return [.. Signature(serverSign, serverSeal, sent++, plain), .. cipher];
    }

    /// <summary>MS-NLMP §3.4.4.2, with key exchange.</summary>
    private static byte[] Signature(byte[] key, Rc4 seal, uint number, byte[] plain)
    {
        var sequence = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sequence, number);
        return [1, 0, 0, 0, .. seal.Transform(Mac(key, [.. sequence, .. plain]).AsSpan(0, 8)), .. sequence];
    }

    private static byte[] Mac(byte[] key, byte[] data) => HMACMD5.HashData(key, data);

    private static byte[] Key(byte[] sessionKey, string constant) => MD5.HashData([.. sessionKey, .. Encoding.ASCII.GetBytes(constant)]);

    private static void Field(byte[] message, int at, int length, int offset)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at), (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(at + 2), (ushort)length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(at + 4), offset);
    }

    private static byte[] Field(byte[] message, int at) => message.AsSpan(
        BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at + 4)), BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(at))).ToArray();
}
