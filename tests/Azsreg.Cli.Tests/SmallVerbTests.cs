using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

public sealed class SmallVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Explain_Code_SaysWhatWhyAndFix()
    {
        var run = await CliRun.RunAsync("explain", "azr2104");

        run.ExitCode.ShouldBe(0);
        run.Out.ShouldStartWith("AZR2104 the registration belongs to another stamp\n");
        run.Out.ShouldContain("A registration keeps its cloud id for good.");
        run.Out.ShouldContain("Exit code 5.");
    }

    [Fact]
    public async Task Explain_NoCode_ListsTheWholeCatalogue()
    {
        var run = await CliRun.RunAsync("explain", "--output", "json");

        JsonDocument.Parse(run.LastLine).RootElement.GetArrayLength().ShouldBe(ErrorCatalogue.All.Count());
    }

    [Fact]
    public async Task Version_Json_HasTheVersion()
    {
        var run = await CliRun.RunAsync("version", "--output", "json");

        JsonDocument.Parse(run.LastLine).RootElement.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Version_Option_IsOneLine() => (await CliRun.RunAsync("--version")).Out.ShouldMatch(@"^azsreg \d+\.\d+\.\d+\n$");

    [Fact]
    public async Task CaExport_FileGiven_WritesThePem()
    {
        var file = Path.Combine(_folder.Path, "out.pem");

        var run = await CliRun.RunAsync("ca", "export", "--file", file, "--data", _folder.Path);

        run.ExitCode.ShouldBe(0);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        certificate.Subject.ShouldStartWith("CN=azsreg local CA");
        (await File.ReadAllTextAsync(file)).ShouldNotContain("PRIVATE");
    }

    [Fact]
    public async Task CaExport_NoFile_WritesThePemToStandardOutput()
    {
        var run = await CliRun.RunAsync("ca", "export", "--data", _folder.Path);

        run.Out.ShouldBe(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "ca", "root.pem")));
    }

    [Fact]
    public async Task CaShow_Json_HasTheFingerprint()
    {
        var run = await CliRun.RunAsync("ca", "show", "--data", _folder.Path, "--output", "json");

        JsonDocument.Parse(run.LastLine).RootElement.GetProperty("sha256").GetString()!.ShouldMatch("^[0-9A-F]{64}$");
    }

    [Fact]
    public async Task CaTrust_MadeAuthority_SaysTheCommandsAndTheFile()
    {
        var run = await CliRun.RunAsync("ca", "trust", "--data", _folder.Path);

        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain($"curl --cacert '{Path.Combine(_folder.Path, "ca", "root.pem")}'");
    }
}
