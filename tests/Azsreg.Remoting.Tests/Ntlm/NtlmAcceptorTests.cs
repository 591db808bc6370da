using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Remoting.Tests.Ntlm.Acceptor;

namespace Azsreg.Remoting.Tests.Ntlm;

/// <summary>The acceptor that stands for a real stamp, against the published examples of MS-NLMP §4.2 and against the framework's client.</summary>
public sealed class NtlmAcceptorTests
{
    /// <summary>MS-NLMP §4.2.4.3: the AUTHENTICATE_MESSAGE.</summary>
    private static readonly byte[] Authenticate = Convert.FromHexString(
        "4e544c4d53535000030000001800180" + "06c0000005400540084000000" + "0c000c004800000008000800540000001000100" + "05c00000010001000d8000000358288e2"
        + "0501280a0000000f" + "44006f006d00610069006e00" + "5500730065007200" + "43004f004d0050005500540045005200"
        + "86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
        + "68cd0ab851e51c96aabc927bebef6a1c" + "01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000"
        + "02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000"
        + "c5dad2544fc9799094ce1ce90bc9d03e");

    [Fact]
    public void Md4_VectorsOfRfc1320_Match()
    {
        Convert.ToHexStringLower(Md4.Hash([])).ShouldBe("31d6cfe0d16ae931b73c59d7e0c089c0");
        Convert.ToHexStringLower(Md4.Hash("message digest"u8)).ShouldBe("d9130a8164549fe818874806e1c7014b");
    }

    [Fact]
    public void NtlmV2Hash_VectorOfTheSpecification_Matches()
    {
        // MS-NLMP §4.2.2.1.2 and §4.2.4.1.1.
        Convert.ToHexStringLower(NtlmAcceptor.NtHash("Password")).ShouldBe("a4f49c406510bdcab6824ee7c30fd852");
        Convert.ToHexStringLower(NtlmAcceptor.NtlmV2Hash("User", "Domain", "Password")).ShouldBe("0c868a403bfd7a93a3001ef22ef02e3f");
    }

    [Fact]
    public void Unseal_ExampleOfTheSpecification_IsItsPlainText()
    {
        var acceptor = new NtlmAcceptor("Password", fixedChallenge: Convert.FromHexString("0123456789abcdef"));

        acceptor.Authenticate(Authenticate).ShouldBeTrue();

        acceptor.User.ShouldBe(@"Domain\User");
        // §4.2.4.4: signature, then the sealed message.
        var wrapped = Convert.FromHexString("010000007fb38ec5c55d49760000000054e50165bf1936dc996020c1811b0f06fb5f");
        Encoding.Unicode.GetString(acceptor.Unseal(wrapped)).ShouldBe("Plaintext");
    }

    [Fact]
    public void Authenticate_AnotherChallengeOrPassword_IsRefused()
    {
        new NtlmAcceptor("Password").Authenticate(Authenticate).ShouldBeFalse();
        new NtlmAcceptor("password", fixedChallenge: Convert.FromHexString("0123456789abcdef")).Authenticate(Authenticate).ShouldBeFalse();
    }

    [Theory]
    [InlineData(72)]
    [InlineData(60)]
    public void Authenticate_MessageWasChanged_IsRefusedByItsIntegrityCode(int at)
    {
        var acceptor = new NtlmAcceptor("secret");
        using var client = Client();
        var answer = client.GetOutgoingBlob(acceptor.Challenge(client.GetOutgoingBlob([], out _)!), out _)!;
        answer[at] ^= 1;

        acceptor.Authenticate(answer).ShouldBeFalse();
    }

    [Fact]
    public void Accept_TokensWrappedInSpnego_SignsInBothWays()
    {
        // The list of RFC 4178 with NTLM as its only mechanism: what both ends sign.
        var list = Convert.FromHexString("300c060a2b06010401823702020a");
        var connection = new NegotiateConnection(new NtlmAcceptor("secret"));
        using var client = Client();

        var (isSignedIn, challenge) = connection.Accept(First(list, client.GetOutgoingBlob([], out _)!));
        isSignedIn.ShouldBeFalse();
        var token = client.GetOutgoingBlob(SpnegoToken.Read(challenge!).Inner, out _)!;
        var signature = new ArrayBufferWriter<byte>();
        client.ComputeIntegrityCheck(list, signature);
        (isSignedIn, var last) = connection.Accept(SpnegoToken.Answer(1, null, token, signature.WrittenSpan.ToArray()));

        isSignedIn.ShouldBeTrue();
        connection.Ntlm.User.ShouldBe(@"DOMAIN\someone");
        client.VerifyIntegrityCheck(list, SpnegoToken.Read(last!).Signature).ShouldBeTrue();
    }

    [Fact]
    public void Verify_ListOfMechanismsWasChanged_IsRefused()
    {
        var connection = new NegotiateConnection(new NtlmAcceptor("secret"));
        using var client = Client();
        var (_, challenge) = connection.Accept(First(Convert.FromHexString("300c060a2b06010401823702020a"), client.GetOutgoingBlob([], out _)!));
        var token = client.GetOutgoingBlob(SpnegoToken.Read(challenge!).Inner, out _)!;
        var signature = new ArrayBufferWriter<byte>();
        client.ComputeIntegrityCheck("another list"u8, signature);

        Should.Throw<CryptographicException>(() => connection.Accept(SpnegoToken.Answer(1, null, token, signature.WrittenSpan.ToArray())));
    }

    private static NegotiateAuthentication Client() => new(new NegotiateAuthenticationClientOptions
    {
        Package = "NTLM", Credential = new NetworkCredential("someone", "secret", "DOMAIN"), RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
    });

    /// <summary>RFC 4178 §4.2.1 by hand: the mechanism's object identifier, then the list and the first token.</summary>
    private static byte[] First(byte[] list, byte[] token)
    {
        byte[] inner = [.. Tagged(0xA0, list), .. Tagged(0xA2, Tagged(0x04, token))];
        return Tagged(0x60, [0x06, 0x06, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x02, .. Tagged(0xA0, Tagged(0x30, inner))]);
    }

    private static byte[] Tagged(byte tag, byte[] content)
    {
        content.Length.ShouldBeLessThan(128);
        return [tag, (byte)content.Length, .. content];
    }
}
