using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Azsreg.Protocol.Tests.Activations;

public sealed class ActivationKeyCodecTests : IDisposable
{
    private const string KeyId = "3c92806f4c97488588e3fbb1c16dbd6c";
    private const string CloudId = "5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly RSA _issuer = RSA.Create(2048);

    private static ActivationKey Sample(string expires = WellKnown.NeverExpires) => new()
    {
        SubscriptionId = "s", ResourceGroupName = "azurestack", RegistrationName = "r", CloudId = CloudId,
        BillingModel = "Development", Expires = expires, Version = "6.0",
    };

    [Fact]
    public void Encode_Header_HasKidThenAlgAsTheRealOne()
    {
        var header = ActivationKeyCodec.Encode(Sample(), KeyId, _issuer).Split('.')[0];

        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header)).ShouldBe($$"""{"kid":"{{KeyId}}", "alg":"RS256"}""");
    }

    [Fact]
    public void Verify_OwnKey_IsAccepted() => Verify(ActivationKeyCodec.Encode(Sample(), KeyId, _issuer)).ShouldBe(ActivationKeyProblem.None);

    [Fact]
    public void Verify_WrappedKey_IsAccepted()
    {
        var key = ActivationKeyCodec.Encode(Sample(), KeyId, _issuer);

        Verify(string.Join("\r\n", key.Chunk(70).Select(line => new string(line)))).ShouldBe(ActivationKeyProblem.None);
    }

    [Fact]
    public void Verify_PayloadAltered_IsAltered()
    {
        var parts = ActivationKeyCodec.Encode(Sample(), KeyId, _issuer).Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("Development", "PayAsYouUse", StringComparison.Ordinal);

        Verify($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}").ShouldBe(ActivationKeyProblem.Altered);
    }

    [Fact]
    public void Verify_UnknownIssuer_IsNotTrusted()
    {
        using var stranger = RSA.Create(2048);

        Verify(ActivationKeyCodec.Encode(Sample(), "ffffffffffffffffffffffffffffffff", stranger)).ShouldBe(ActivationKeyProblem.NotTrusted);
    }

    [Fact]
    public void Verify_OtherCloudId_IsForeign() =>
        Verify(ActivationKeyCodec.Encode(Sample() with { CloudId = "other" }, KeyId, _issuer)).ShouldBe(ActivationKeyProblem.Foreign);

    [Fact]
    public void Verify_PastItsEnd_IsExpired() =>
        Verify(ActivationKeyCodec.Encode(Sample("2026-01-02T03:04:05.0000000Z"), KeyId, _issuer)).ShouldBe(ActivationKeyProblem.Expired);

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("<Activation Key>")]
    public void Verify_NotAKey_IsMalformed(string text) => Verify(text).ShouldBe(ActivationKeyProblem.Malformed);

    [Fact]
    public void Verify_AlgorithmNone_IsMalformed()
    {
        var parts = ActivationKeyCodec.Encode(Sample(), KeyId, _issuer).Split('.');
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"kid":"{{KeyId}}","alg":"none"}"""));

        Verify($"{header}.{parts[1]}.").ShouldBe(ActivationKeyProblem.Malformed);
    }

    public void Dispose() => _issuer.Dispose();

    private ActivationKeyProblem Verify(string key) =>
        ActivationKeyCodec.Verify(key, id => id == KeyId ? _issuer : null, CloudId, Now, out _);
}
