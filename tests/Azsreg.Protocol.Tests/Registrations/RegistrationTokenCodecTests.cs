using System.Security.Cryptography;
using System.Text;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Registrations;

public sealed class RegistrationTokenCodecTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static RegistrationToken Sample(string version) => new()
    {
        Version = version,
        CloudId = "5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41",
        BillingModel = "Capacity",
        AgreementNumber = "00123456",
        StampVersion = "1.2311.1.22",
        Nonce = "n-1",
        HardwareInfo = [new HardwareInfo("0f", "1e", 24, Bios: ["2d"])],
    };

    [Fact]
    public void Encode_Unsigned_IsBase64OfCamelCaseJson()
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(RegistrationTokenCodec.Encode(Sample("1.0"))));

        json.ShouldBe(
            """{"version":"1.0","cloudId":"5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41","stampVersion":"1.2311.1.22","billingModel":"Capacity","agreementNumber":"00123456","marketplaceSyndicationEnabled":false,"usageReportingEnabled":false,"hardwareInfo":[{"name":"0f","uuid":"1e","numCores":24,"bios":["2d"]}],"nonce":"n-1"}""");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("3.0")]
    public void Decode_Unsigned_ReadsEveryField(string version) =>
        RegistrationTokenCodec.Decode(RegistrationTokenCodec.Encode(Sample(version))).AgreementNumber.ShouldBe("00123456");

    [Theory]
    [InlineData("4.0")]
    [InlineData("6.0")]
    public void Decode_Signed_IsAccepted(string version) =>
        RegistrationTokenCodec.Decode(RegistrationTokenCodec.EncodeSigned(Sample(version), _key)).Version.ShouldBe(version);

    [Fact]
    public void Decode_SignedVersionWithoutSignature_NamesTheKey() =>
        Field(RegistrationTokenCodec.Encode(Sample("4.0"))).ShouldBe("publicKey");

    [Fact]
    public void Decode_FieldAlteredAfterSigning_NamesTheSignature()
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(RegistrationTokenCodec.EncodeSigned(Sample("6.0"), _key)));

        Field(ToBase64(json.Replace("00123456", "00123457", StringComparison.Ordinal))).ShouldBe("signature");
    }

    [Fact]
    public void Decode_FieldAddedAfterSigning_NamesTheSignature()
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(RegistrationTokenCodec.EncodeSigned(Sample("6.0"), _key)));

        Field(ToBase64("{\"regionNames\":[\"x\"]," + json[1..])).ShouldBe("signature");
    }

    [Fact]
    public void Decode_AnyBitFlipped_IsRefused()
    {
        var bytes = Convert.FromBase64String(RegistrationTokenCodec.EncodeSigned(Sample("6.0"), _key));
        for (var bit = 0; bit < bytes.Length * 8; bit += 7)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<TokenFormatException>(() => RegistrationTokenCodec.Decode(Convert.ToBase64String(flipped)), $"bit {bit}");
        }
    }

    [Fact]
    public void Decode_RepeatedField_IsRefused() =>
        Field(ToBase64("""{"version":"1.0","cloudId":"a","CloudId":"b","billingModel":"Development"}""")).ShouldNotBeNull();

    [Theory]
    [InlineData("""{"cloudId":"a","billingModel":"Development"}""", "version")]
    [InlineData("""{"version":"2.0","cloudId":"a","billingModel":"Development"}""", "version")]
    [InlineData("""{"version":"1.0","billingModel":"Development"}""", "cloudId")]
    [InlineData("""{"version":"1.0","cloudId":"a b","billingModel":"Development"}""", "cloudId")]
    [InlineData("""{"version":"1.0","cloudId":"a","billingModel":"Free"}""", "billingModel")]
    [InlineData("""{"version":"1.0","cloudId":"a","billingModel":"1"}""", "billingModel")]
    [InlineData("""{"version":"1.0","cloudId":"a","billingModel":"Development","objectId":"x"}""", "objectId")]
    [InlineData("""{"version":"1.0","cloudId":"a","billingModel":"Development","hardwareInfo":[{"numCores":"x"}]}""", "hardwareInfo")]
    [InlineData("""{"version":"1.0","cloudId":7,"billingModel":"Development"}""", "cloudId")]
    [InlineData("[]", "token")]
    [InlineData("{", "token")]
    public void Decode_WrongField_IsNamed(string json, string field) => Field(ToBase64(json)).ShouldBe(field);

    [Fact]
    public void Decode_NoHardware_IsAnEmptyList() =>
        RegistrationTokenCodec.Decode(ToBase64("""{"version":"1.0","cloudId":"a","billingModel":"Development"}""")).HardwareInfo.ShouldBeEmpty();

    [Theory]
    [InlineData("<Your Registration Token>")]
    [InlineData("*token*")]
    [InlineData("")]
    [InlineData("not base64!")]
    public void Decode_NotAToken_IsRefused(string text) => Field(text).ShouldBe("token");

    [Fact]
    public void Decode_WrappedQuotedToken_IsAccepted()
    {
        var token = RegistrationTokenCodec.EncodeSigned(Sample("6.0"), _key);
        var travelled = "\uFEFF\"" + string.Join("\r\n", token.Chunk(64).Select(line => new string(line) + "  ")) + "\"\r\n";

        RegistrationTokenCodec.Decode(travelled).CloudId.ShouldBe(Sample("6.0").CloudId);
    }

    [Fact]
    public void IsEndorsedBy_FormerKeysWord_IsTrue()
    {
        using var newKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = RegistrationTokenCodec.Decode(RegistrationTokenCodec.EncodeSigned(
            Sample("6.0") with { PublicKeyEndorsement = RegistrationTokenCodec.Endorse(_key, newKey) }, newKey));

        RegistrationTokenCodec.IsEndorsedBy(token, Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())).ShouldBeTrue();
    }

    [Fact]
    public void IsEndorsedBy_StrangersWord_IsFalse()
    {
        using var newKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = RegistrationTokenCodec.Decode(RegistrationTokenCodec.EncodeSigned(
            Sample("6.0") with { PublicKeyEndorsement = RegistrationTokenCodec.Endorse(newKey, newKey) }, newKey));

        RegistrationTokenCodec.IsEndorsedBy(token, Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())).ShouldBeFalse();
    }

    [Fact]
    public void Decode_AnyBytes_FailsOnlyWithATokenFormatException() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                RegistrationTokenCodec.Decode(Convert.ToBase64String(bytes));
            }
            catch (TokenFormatException)
            {
                return true;
            }

            return false;
        }).CheckSeeded();

    public void Dispose() => _key.Dispose();

    private static string Field(string token) => Should.Throw<TokenFormatException>(() => RegistrationTokenCodec.Decode(token)).Field;

    private static string ToBase64(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
}
