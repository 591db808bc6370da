#pragma warning disable CA5351 // NTLM version 2 is made of MD5 and HMAC-MD5 (MS-NLMP 3.3.2); this is the peer a real stamp is.
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>The accepting side of NTLMv2 with extended session security, from MS-NLMP: one connection's sign-in and its cipher.</summary>
/// <param name="password">The one password that is right, whoever the user is.</param>
/// <param name="channelBinding">The hash the client's <c>MsvAvChannelBindings</c> must hold; null where there is no TLS, and it must be zero.</param>
/// <param name="fixedChallenge">The server's challenge; null for a random one.</param>
internal sealed class NtlmAcceptor(string password, byte[]? channelBinding = null, byte[]? fixedChallenge = null)
{
    private const uint Flags = 0xE2898235; // 56, key exchange, 128, version, target info, extended security, server, always sign, NTLM, seal, sign, target, unicode
    private const ushort AvEnd = 0;
    private const ushort AvFlags = 6;
    private const ushort AvTargetName = 9;
    private const ushort AvChannelBindings = 10;

    private readonly byte[] serverChallenge = fixedChallenge ?? RandomNumberGenerator.GetBytes(8);
    private byte[] negotiate = [];
    private byte[] challenge = [];
    private byte[] clientSign = [];
    private byte[] serverSign = [];
    private byte[] clientSealKey = [];
    private byte[] serverSealKey = [];
    private Rc4? clientSeal;
    private Rc4? serverSeal;
    private uint received;
    private uint sent;

    /// <summary>As <c>DOMAIN\user</c>; null before the sign-in.</summary>
    public string? User { get; private set; }

    /// <summary>The service the client wanted to sign in to, as <c>HTTP/host</c>.</summary>
    public string? TargetName { get; private set; }

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

    /// <summary>MS-NLMP §3.2.5.1.2, §3.3.2, §3.4.5: checks the authenticate message and makes the keys; false if anything of it is wrong.</summary>
    public bool Authenticate(byte[] message)
    {
        var response = Field(message, 20);
        if (response.Length < 48) return false;
        var domain = Encoding.Unicode.GetString(Field(message, 28));
        var user = Encoding.Unicode.GetString(Field(message, 36));
        var hash = NtlmV2Hash(user, domain, password);
        var proof = Mac(hash, [.. serverChallenge, .. response[16..]]);
        if (!proof.AsSpan().SequenceEqual(response.AsSpan(0, 16))) return false;
        var sessionKey = new Rc4(HMACMD5.HashData(hash, proof)).Transform(Field(message, 52));
        // The client's challenge of the response (§2.2.2.7): 28 bytes, then what it knows of us and adds.
        var pairs = AvPairs(response.AsSpan(16 + 28));
        if (pairs.TryGetValue(AvFlags, out var flags) && (flags[0] & 2) != 0 && !IsMicRight(message, sessionKey)) return false;
        if (!pairs.GetValueOrDefault(AvChannelBindings, new byte[16]).AsSpan().SequenceEqual(channelBinding ?? new byte[16])) return false;
        clientSign = Key(sessionKey, "session key to client-to-server signing key magic constant\0");
        serverSign = Key(sessionKey, "session key to server-to-client signing key magic constant\0");
        clientSealKey = Key(sessionKey, "session key to client-to-server sealing key magic constant\0");
        serverSealKey = Key(sessionKey, "session key to server-to-client sealing key magic constant\0");
        ResetCipher();
        User = domain + "\\" + user;
        TargetName = pairs.TryGetValue(AvTargetName, out var target) ? Encoding.Unicode.GetString(target) : null;
        return true;
    }

    /// <summary>MS-NLMP §3.4.6: opens a sealed message.</summary>
    /// <exception cref="CryptographicException">It was changed on the way, or is not the next one.</exception>
    public byte[] Unseal(ReadOnlySpan<byte> wrapped)
    {
        var plain = clientSeal!.Transform(wrapped[16..]);
        Verify(plain, wrapped[..16]);
        return plain;
    }

    public byte[] Seal(byte[] plain)
    {
        var cipher = serverSeal!.Transform(plain);
        return [.. Signature(serverSign, serverSeal, sent++, plain), .. cipher];
    }

    /// <summary>Checks a signature without sealing: that of SPNEGO over the list of mechanisms.</summary>
    /// <exception cref="CryptographicException">It is wrong.</exception>
    public void Verify(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> signature)
    {
        if (!Signature(clientSign, clientSeal!, received++, plain.ToArray()).AsSpan().SequenceEqual(signature))
            throw new CryptographicException("The signature is wrong.");
    }

    public byte[] Sign(byte[] plain) => Signature(serverSign, serverSeal!, sent++, plain);

    /// <summary>SPNEGO's signatures leave the cipher as if they had not been: it begins anew, the numbers go on (MS-SPNG §3.3.5.1).</summary>
    public void ResetCipher()
    {
        clientSeal = new Rc4(clientSealKey);
        serverSeal = new Rc4(serverSealKey);
    }

    private bool IsMicRight(byte[] message, byte[] sessionKey)
    {
        var without = message.ToArray();
        without.AsSpan(72, 16).Clear();
        return Mac(sessionKey, [.. negotiate, .. challenge, .. without]).AsSpan().SequenceEqual(message.AsSpan(72, 16));
    }

    private static Dictionary<ushort, byte[]> AvPairs(ReadOnlySpan<byte> info)
    {
        var pairs = new Dictionary<ushort, byte[]>();
        while (info.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(info) is var id and not AvEnd)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(info[2..]);
            pairs[id] = info.Slice(4, length).ToArray();
            info = info[(4 + length)..];
        }
        return pairs;
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
