using System.Diagnostics;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests.Roles;

/// <summary>The files of the private SSH server, read by the real sshd.</summary>
public sealed class SshFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SshFilesTests() => Assert.SkipWhen(SshPrograms.TryFind("sshd") is null || SshPrograms.TryFind("ssh-keygen") is null, "OpenSSH is not installed.");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank and 100% it's")]
    public async Task Prepare_AnyFolder_MakesWhatSshdTakes(string name)
    {
        var files = await PrepareAsync(name);

        var told = await SshdAsync("-T", "-f", files.Configuration);

        told.ShouldContain("passwordauthentication no");
        told.ShouldContain("usepam no");
        told.ShouldContain("subsystem PrivilegedEndpoint ");
        told.ShouldContain("stamp pep AzS-ERCS01 --stdio --data ");
        foreach (var secret in (string[])[files.ClientKey, Path.Combine(Path.GetDirectoryName(files.ClientKey)!, "host_key")])
            File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Prepare_Twice_KeepsTheKeys()
    {
        var first = await File.ReadAllTextAsync((await PrepareAsync("d")).HostPublicKey);

        (await File.ReadAllTextAsync((await PrepareAsync("d")).HostPublicKey)).ShouldBe(first);
    }

    [Fact]
    public async Task Prepare_HalfAPairLeft_MakesItAnew()
    {
        var files = await PrepareAsync("d");
        File.Delete(files.ClientKey + ".pub");

        await PrepareAsync("d");

        File.Exists(files.ClientKey + ".pub").ShouldBeTrue();
    }

    [Fact]
    public async Task Prepare_FolderSshdCannotName_SaysSo() =>
        (await Should.ThrowAsync<CataloguedException>(() => PrepareAsync("a\"b"))).Entry.ShouldBe(ErrorCatalogue.InvalidOption);

    private async Task<SshFiles> PrepareAsync(string name)
    {
        using var context = new CliContext(CliSetting.NoIo, _ => null, TimeProvider.System, Path.Combine(_folder.Path, name), OutputFormat.Table, verbose: false);
        return await SshFiles.PrepareAsync(context, SshServerPrograms.Find(), "AzS-ERCS01", default);
    }

    private static async Task<string> SshdAsync(params string[] words)
    {
        using var sshd = Process.Start(new ProcessStartInfo(SshPrograms.Find("sshd"), words) { RedirectStandardOutput = true })!;
        var told = await sshd.StandardOutput.ReadToEndAsync();
        await sshd.WaitForExitAsync();
        return told;
    }
}
