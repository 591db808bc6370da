using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azsreg.Protocol;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class ClientCertificateMapTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly TestAuthority _authority = new(Now);
    private readonly TestAuthority _stranger = new(Now, "CN=Strangers CA");

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void Find_BySubject_IsTheAccount()
    {
        using var certificate = _authority.Issue("CN=Operator 1, O=Contoso");

        Map("""[{"user": "A", "subject": "CN=another"}, {"user": "B", "subject": "cn=operator 1, O=Contoso"}]""").Find(certificate, Now).ShouldBe(("B", ""));
    }

    [Fact]
    public void Find_ByUserPrincipalName_IsTheAccount()
    {
        using var certificate = _authority.Issue("CN=Operator 1", upn: "operator1@contoso.example");

        Map("""[{"user": "A", "subject": "operator1@contoso.example"}]""").Find(certificate, Now).User.ShouldBe("A");
    }

    [Fact]
    public void Find_ByFingerprint_NeedsNoAuthority()
    {
        using var certificate = _stranger.Issue("CN=Operator 1");
        // As openssl prints it.
        var fingerprint = string.Join(':', SHA256.HashData(certificate.RawData).Select(value => value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

        ClientCertificateMap.Read(Encoding.UTF8.GetBytes($$"""[{"user": "A", "fingerprint": "{{fingerprint}}"}]"""), []).Find(certificate, Now).User.ShouldBe("A");
    }

    [Fact]
    public void Find_SubjectAndIssuer_BothMustFit()
    {
        using var certificate = _authority.Issue("CN=Operator 1");

        Map($$"""[{"user": "A", "subject": "CN=Operator 1", "issuer": "{{_authority.RootFingerprint}}"}]""").Find(certificate, Now).User.ShouldBe("A");
        ClientCertificateMap.Read(
            Encoding.UTF8.GetBytes($$"""[{"user": "A", "subject": "CN=Operator 1", "issuer": "{{_stranger.RootFingerprint}}"}]"""), [_authority.Root, _stranger.Root])
            .Find(certificate, Now).ShouldBe((null, "mapped for another issuer"));
    }

    [Fact]
    public void Find_StrangersCertificateOfTheSameName_IsNobody()
    {
        using var certificate = _stranger.Issue("CN=Operator 1");

        Map("""[{"user": "A", "subject": "CN=Operator 1"}]""").Find(certificate, Now).ShouldBe((null, "no trusted authority has issued it for signing in"));
    }

    [Fact]
    public void Find_ServersCertificate_IsNobody()
    {
        using var certificate = _authority.Issue("CN=Operator 1", forServers: true);

        Map("""[{"user": "A", "subject": "CN=Operator 1"}]""").Find(certificate, Now).User.ShouldBeNull();
    }

    [Theory]
    [InlineData(-3, -1)]
    [InlineData(1, 3)]
    public void Find_OutsideItsTime_IsNobodyEvenByFingerprint(int fromDays, int toDays)
    {
        using var certificate = _authority.Issue("CN=Operator 1", fromDays: fromDays, toDays: toDays);

        Map($$"""[{"user": "A", "fingerprint": "{{certificate.GetCertHashString(HashAlgorithmName.SHA256)}}"}]""")
            .Find(certificate, Now).ShouldBe((null, "expired or not valid yet"));
    }

    [Fact]
    public void Find_NotMapped_IsNobody()
    {
        using var certificate = _authority.Issue("CN=Operator 1");

        Map("[]").Find(certificate, Now).ShouldBe((null, "not mapped"));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("null", "it is no list")]
    [InlineData("{}", "JSON")]
    [InlineData("[null]", "entry 1 has no user")]
    [InlineData("""[{"user": "A"}]""", "entry 1 must have either a fingerprint or a subject")]
    [InlineData("""[{"user": "A", "subject": "CN=x", "fingerprint": "00"}]""", "entry 1 must have either a fingerprint or a subject")]
    [InlineData("""[{"subject": "CN=x"}]""", "entry 1 has no user")]
    [InlineData("""[{"user": "A", "fingerprint": "12ab"}]""", "entry 1: the fingerprint must be a SHA-256, 64 hexadecimal digits")]
    [InlineData("""[{"user": "A", "subject": "CN=x", "issuer": "0000000000000000000000000000000000000000000000000000000000000000"}]""", "entry 1: the issuer is none of the authorities of --client-ca")]
    [InlineData("""[{"user": "A", "subject": ""}]""", "entry 1: the subject must have 1 to 1024 characters")]
    [InlineData("""[{"user": "A", "subject": "CN=x", "password": "p"}]""", "password")]
    public void Read_NoMapping_SaysWhich(string json, string reason) => Should.Throw<JsonException>(() => Map(json)).Message.ShouldContain(reason);

    [Fact]
    public void Read_SubjectWithoutAuthorities_IsRefused() =>
        Should.Throw<JsonException>(() => ClientCertificateMap.Read("""[{"user": "A", "subject": "CN=x"}]"""u8.ToArray(), [])).Message.ShouldContain("--client-ca");

    [Fact]
    public void Load_NoFile_IsASettingThatCannotBeRead() =>
        Should.Throw<CataloguedException>(() => ClientCertificateMap.Load(Path.Combine(Path.GetTempPath(), "azsreg-no-such-file.json"), []))
            .Entry.ShouldBe(ErrorCatalogue.SettingsUnreadable);

    private ClientCertificateMap Map(string json) => ClientCertificateMap.Read(Encoding.UTF8.GetBytes(json), [_authority.Root]);
}
