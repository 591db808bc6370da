using System.IO.Compression;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Installation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Tests;

/// <summary>Finding the program, and installing the module.</summary>
public sealed class InstallationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-install-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Modules => Path.Combine(_folder, "Modules");

    private string Release(string version = "0.2.0")
    {
        var folder = Path.Combine(_folder, $"release-{version}", ModulePackage.ModuleName);
        Directory.CreateDirectory(folder);
        InstalledModule.Create(folder);
        var manifest = Path.Combine(folder, "Azsreg.PowerShell.psd1");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("'0.1.0'", $"'{version}'", StringComparison.Ordinal));
        return folder;
    }

    private string Zip(string version = "0.2.0")
    {
        var zip = Path.Combine(_folder, "module.zip");
        ZipFile.CreateFromDirectory(Path.GetDirectoryName(Release(version))!, zip);
        return zip;
    }

    private FakeShell Update(string source, string? destination = null, bool whatIf = false)
    {
        var shell = new FakeShell { IsWhatIf = whatIf };
        CmdletRun.Of(
            new UpdateAzsRegistrationModule { Source = source, Destination = destination ?? Modules, ModulePath = $"{Modules}:{Path.Combine(_folder, "Elsewhere")}" },
            new AzsregLocation("/no/program/is/needed", ""), shell);
        return shell;
    }

    [Fact]
    public void Update_Zip_InstallsItAndRemovesOlderCopies()
    {
        var old = Path.Combine(Modules, ModulePackage.ModuleName, "0.1.0");
        InstalledModule.Create(Directory.CreateDirectory(old).FullName);
        var elsewhere = Path.Combine(_folder, "Elsewhere", ModulePackage.ModuleName);
        InstalledModule.Create(Directory.CreateDirectory(elsewhere).FullName);

        var shell = Update(Zip());

        shell.Failure.ShouldBeNull(shell.Failure?.Words);
        var installed = shell.Output.ShouldHaveSingleItem().ShouldBeOfType<AzsInstalledModule>();
        installed.Version.ShouldBe("0.2.0");
        installed.Path.ShouldBe(Path.Combine(Modules, ModulePackage.ModuleName, "0.2.0"));
        installed.Removed.ShouldBe([old, elsewhere], ignoreOrder: true);
        File.Exists(Path.Combine(installed.Path, "Registration", "RegisterWithAzure.psm1")).ShouldBeTrue();
        Directory.GetFileSystemEntries(Path.Combine(Modules, ModulePackage.ModuleName)).ShouldBe([installed.Path]);
        Directory.Exists(elsewhere).ShouldBeFalse();
    }

    [Fact]
    public void Update_SameVersionAgain_IsReplacedWhole()
    {
        var source = Release();
        Update(source);
        var strange = Path.Combine(Modules, ModulePackage.ModuleName, "0.2.0", "strange.txt");
        File.WriteAllText(strange, "");

        Update(source).Failure.ShouldBeNull();

        File.Exists(strange).ShouldBeFalse();
    }

    [Fact]
    public void Update_WhatIf_ChangesNothing()
    {
        var shell = Update(Release(), whatIf: true);

        shell.Asked.ShouldBe([(Modules, "Install Azsreg.PowerShell 0.2.0 and remove other copies")]);
        Directory.Exists(Modules).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Azsreg.PowerShell.dll")]
    [InlineData("bin/azsreg")]
    [InlineData("Registration/RegisterWithAzure.psm1")]
    public void Update_SourceThatIsNotWhole_RemovesNothing(string missing)
    {
        var old = Directory.CreateDirectory(Path.Combine(Modules, ModulePackage.ModuleName, "0.1.0")).FullName;
        var source = Release();
        File.Delete(Path.Combine(source, missing));

        var shell = Update(source);

        shell.Failure!.Code.ShouldBe("AZR1045");
        shell.Failure.Message.ShouldContain(missing);
        Directory.Exists(old).ShouldBeTrue();
    }

    [Fact]
    public void Update_NoZip_IsRefused()
    {
        var file = Path.Combine(_folder, "no.zip");
        File.WriteAllText(file, "no zip");

        Update(file).Failure!.Code.ShouldBe("AZR1045");
        Update(Path.Combine(_folder, "missing.zip")).Failure!.Code.ShouldBe("AZR1045");
    }

    [Fact]
    public void Find_ProgramBesideTheModule_IsStartedByItself()
    {
        using var module = InstalledModule.Create();

        AzsregLocation.Find(module.Folder, null).File.ShouldBe(module.Program);
    }

    [Fact]
    public void Find_OnlyTheAssembly_IsStartedByDotnet()
    {
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "a b", "bin")).FullName, "azsreg.dll");
        File.WriteAllText(program, "");

        var location = AzsregLocation.Find(Path.Combine(_folder, "a b"), "");

        location.File.ShouldBe("dotnet");
        location.Arguments(7).ShouldBe($"\"{program}\" module serve --host-process 7");
    }

    [Fact]
    public void Find_Nothing_SaysWhereItLooked()
    {
        Should.Throw<AzsregFailure>(() => AzsregLocation.Find(_folder, null)).Message.ShouldContain(Path.Combine(_folder, "bin", "azsreg"));
        Should.Throw<AzsregFailure>(() => AzsregLocation.Find(_folder, "/no/such/azsreg")).Message.ShouldContain("AZSREG_EXECUTABLE names '/no/such/azsreg'");
    }

    [Fact]
    public void Start_ProgramWithoutItsModeBit_IsMadeExecutable()
    {
        using var module = InstalledModule.Create();
        File.SetUnixFileMode(module.Program, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var shell = CmdletRun.Of(new GetAzsContext(), AzsregLocation.Find(module.Folder, null));

        shell.Failure.ShouldBeNull(shell.Failure?.Words);
        shell.Output.ShouldHaveSingleItem();
    }
}
