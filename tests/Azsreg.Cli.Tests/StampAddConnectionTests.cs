using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Azsreg.Cli.Tests;

public sealed class StampAddConnectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_EveryOption_IsEntered()
    {
        var certificate = WriteCertificate();

        var run = await AddAsync("https://10.0.0.224", "--client-certificate", certificate, "--proxy", "http://proxy.contoso.example:3128", "--output", "json");

        run.ExitCode.ShouldBe(0, run.Error);
        var entry = JsonDocument.Parse(run.LastLine).RootElement;
        entry.GetProperty("privilegedEndpoint").GetString().ShouldBe("https://10.0.0.224:5986/wsman");
        entry.GetProperty("authentication").GetString().ShouldBe("certificate");
        entry.GetProperty("clientCertificate").GetString().ShouldBe(Path.GetFullPath(certificate));
        entry.GetProperty("proxy").GetString().ShouldBe("http://proxy.contoso.example:3128");
    }

    [Theory]
    [InlineData("https://10.0.0.224", "must be basic, negotiate or certificate", "--authentication", "kerberos")]
    [InlineData("10.0.0.224", "over which only Negotiate is spoken", "--authentication", "basic")]
    [InlineData("http://10.0.0.224", "cannot go through a proxy", "--proxy", "http://proxy:3128")]
    [InlineData("https://10.0.0.224", "without a user name or password", "--proxy", "http://me:secret@proxy:3128")]
    [InlineData("https://10.0.0.224", "without a user name or password", "--proxy", "proxy:3128")]
    [InlineData("https://10.0.0.224", "belong together", "--authentication", "certificate")]
    [InlineData("https://10.0.0.224", "which is missing", "--client-key", "key.pem")]
    public async Task Add_OptionsThatDoNotFit_AreRefusedWithTheReason(string url, string reason, params string[] options)
    {
        var run = await AddAsync([url, .. options]);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR1001");
        string.Join(' ', run.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain(reason);
        run.Error.ShouldNotContain("secret");
        File.Exists(Path.Combine(_folder.Path, "operator", "stamps.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Add_CertificateWithoutItsKey_IsRefusedAtOnce()
    {
        var file = Path.Combine(_folder.Path, "without-key.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());

        var run = await AddAsync("https://10.0.0.224", "--client-certificate", file);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR1008");
    }

    private Task<CliRun> AddAsync(params string[] arguments) =>
        CliRun.RunAsync(["stamp", "add", "Lab", "--privileged-endpoint", .. arguments, "--data", _folder.Path]);

    private string WriteCertificate()
    {
        var file = Path.Combine(_folder.Path, "client.pem");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key);
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return file;
    }

    private static X509Certificate2 Certificate(ECDsa key)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
