using System.Diagnostics;
using Azsreg.Protocol;

namespace Azsreg.Hosting.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_PathGiven_WinsOverEnvironment() =>
        DataFolder.Open(Path.Combine(_folder.Path, "a"), _ => Path.Combine(_folder.Path, "b")).Path.ShouldBe(Path.Combine(_folder.Path, "a"));

    [Fact]
    public void Open_NoPath_TakesEnvironmentVariable() =>
        DataFolder.Open(null, name => name == "AZSREG_DATA" ? Path.Combine(_folder.Path, "b") : null).Path
            .ShouldBe(Path.Combine(_folder.Path, "b"));

    [Fact]
    public void Open_PathIsAFile_IsUnusable()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        Should.Throw<CataloguedException>(() => DataFolder.Open(file)).Entry.Code.ShouldBe("AZR1005");
    }

    [Fact]
    public void SubFolders_OnUnix_AreForTheirOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Unix only.
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        string[] all =
        [
            _folder.Data.Operator, _folder.Data.Cloud, _folder.Data.CertificateAuthority, _folder.Data.Logs, _folder.Data.Stamp("AzS-ERCS01"),
        ];

        all.Select(File.GetUnixFileMode).ShouldAllBe(mode => mode == OwnerOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("-x")]
    public void Stamp_NameUnfitForAFolder_IsRefused(string name) =>
        Should.Throw<CataloguedException>(() => _folder.Data.Stamp(name)).Entry.Code.ShouldBe("AZR1001");

    [Fact]
    public void AcquireLock_HeldAlready_NamesTheHolder()
    {
        using var first = _folder.Data.AcquireLock("cloud");

        var refusal = Should.Throw<CataloguedException>(() => _folder.Data.AcquireLock("cloud"));

        refusal.Entry.Code.ShouldBe("AZR1003");
        refusal.Detail.ShouldContain($"process {Environment.ProcessId} ");
    }

    [Fact]
    public void AcquireLock_AnotherRole_IsFree()
    {
        using var first = _folder.Data.AcquireLock("cloud");
        using var second = _folder.Data.AcquireLock("stamp-AzS-ERCS01");

        second.Role.ShouldBe("stamp-AzS-ERCS01");
    }

    [Fact]
    public void AcquireLock_AfterDispose_IsFreeAgain()
    {
        _folder.Data.AcquireLock("cloud").Dispose();

        Should.NotThrow(() => _folder.Data.AcquireLock("cloud").Dispose());
    }

    [Fact]
    public async Task AcquireLock_HolderKilled_IsFreeAgain()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Unix only.
        }

        _folder.Data.AcquireLock("cloud").Dispose();
        var lockFile = Path.Combine(_folder.Path, "locks", "cloud.lock");
        using var holder = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", ["--no-fork", lockFile, "sh", "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true })!;
        await holder.StandardOutput.ReadLineAsync();
        Should.Throw<CataloguedException>(() => _folder.Data.AcquireLock("cloud")).Detail.ShouldContain("another process");

        holder.Kill();
        await holder.WaitForExitAsync();

        Should.NotThrow(() => _folder.Data.AcquireLock("cloud").Dispose());
    }

    [Fact]
    public void Replace_FileThere_LeavesOnlyTheNewContent()
    {
        var path = Path.Combine(_folder.Path, "x");
        OwnedFile.Replace(path, "first"u8);
        OwnedFile.Replace(path, "second"u8);

        File.ReadAllText(path).ShouldBe("second");
        Directory.GetFiles(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void TryCreate_FileThere_KeepsTheFormerContent()
    {
        var path = Path.Combine(_folder.Path, "x");
        OwnedFile.TryCreate(path, "first"u8).ShouldBeTrue();

        OwnedFile.TryCreate(path, "second"u8).ShouldBeFalse();

        File.ReadAllText(path).ShouldBe("first");
    }
}
