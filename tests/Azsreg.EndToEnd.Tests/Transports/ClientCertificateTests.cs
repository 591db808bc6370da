using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Transports;

/// <summary>A stamp whose privileged endpoint is opened with client certificates, by the shipped program on both sides.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azsreg-certificates-");
    private AzsregProgram _stamp = null!;
    private JsonElement _ready;

    public async ValueTask InitializeAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Operators CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(PathOf("operators-ca.pem"), authority.ExportCertificatePem());
        await IssueAsync(authority, "CN=Operator 1", "operator1.pem");
        await IssueAsync(authority, "CN=Operator 2", "operator2.pem");
        await File.WriteAllTextAsync(PathOf("operators.json"), """[{ "user": "AZURESTACK\\CloudAdmin", "subject": "CN=Operator 1" }]""");
        await File.WriteAllTextAsync(PathOf("password.txt"), LocalWorld.Password + "\n");
        _stamp = AzsregProgram.Start(
        [
            "stamp", "serve", "AzS-ERCS01", "--data", PathOf("stamp"), "--port", "0", "--pep-port", "0", "--password-file", PathOf("password.txt"),
            "--client-ca", PathOf("operators-ca.pem"), "--client-certificates", PathOf("operators.json"), "--output", "json",
        ]);
        _ready = JsonDocument.Parse(await _stamp.LineAsync(line => line.StartsWith('{'), TimeSpan.FromMinutes(5))).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await _stamp.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Info_EveryWayIn_IsLetInOrRefusedAsEntered()
    {
        // The certificate that is mapped needs neither name nor password.
        (await AddAsync("Mapped", "--ca-file", PathOf("stamp/ca/root.pem"), "--client-certificate", PathOf("operator1.pem"))).ShouldExitWith(0);
        (await InfoAsync("Mapped")).ShouldExitWith(0).Output.ShouldContain("CloudID");

        // Of the same authority, but mapped to nobody.
        (await AddAsync("Unmapped", "--ca-file", PathOf("stamp/ca/root.pem"), "--client-certificate", PathOf("operator2.pem"))).ShouldExitWith(0);
        (await InfoAsync("Unmapped")).ShouldExitWith(3).Error.ShouldContain("AZR4013");

        // A password goes on working where certificates are asked for, pinned by fingerprint here.
        (await AddAsync("Pinned", "--fingerprint", new string('a', 64), "--cloud-admin", @"AZURESTACK\CloudAdmin")).ShouldExitWith(0);
        var refused = (await InfoAsync("Pinned", "--cloud-admin-password-file", PathOf("password.txt"))).ShouldExitWith(6).Error;
        refused.ShouldContain("AZR4011");
        var presented = System.Text.RegularExpressions.Regex.Match(refused.ReplaceLineEndings(" "), "SHA-256 +([0-9A-F]{64})").Groups[1].Value;
        (await AddAsync("Pinned", "--fingerprint", presented, "--cloud-admin", @"AZURESTACK\CloudAdmin")).ShouldExitWith(0);
        (await InfoAsync("Pinned", "--cloud-admin-password-file", PathOf("password.txt"))).ShouldExitWith(0).Output.ShouldContain("CloudID");
    }

    private Task<ProgramResult> AddAsync(string name, params string[] options) => AzsregProgram.RunAsync(
        ["stamp", "add", name, "--privileged-endpoint", _ready.GetProperty("privilegedEndpointUrl").GetString()!, "--data", PathOf("operator"), .. options]);

    private Task<ProgramResult> InfoAsync(string name, params string[] options) =>
        AzsregProgram.RunAsync(["stamp", "info", "--stamp", name, "--data", PathOf("operator"), .. options]);

    private async Task IssueAsync(X509Certificate2 authority, string subject, string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, System.Text.Encoding.ASCII.GetBytes(file)[..9]);
        await File.WriteAllTextAsync(PathOf(file), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
