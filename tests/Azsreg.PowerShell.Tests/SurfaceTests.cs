namespace Azsreg.PowerShell.Tests;

/// <summary>What people type is a promise: it changes only together with the approved file.</summary>
public sealed class SurfaceTests
{
    private static readonly string Approved = Path.Combine(ModuleFiles.Root, "tests", "Azsreg.PowerShell.Tests", "surface.approved.txt");

    [Fact]
    public void Surface_Module_IsTheApprovedOne()
    {
        var surface = Surface.Describe();
        if (Environment.GetEnvironmentVariable("AZSREG_REFRESH") == "1") File.WriteAllText(Approved, surface);

        surface.ShouldBe(File.ReadAllText(Approved), "AZSREG_REFRESH=1 ./test powershell writes it");
    }

    [Theory]
    [InlineData("Set-AzsRegistration")]
    [InlineData("Remove-AzsRegistration")]
    [InlineData("Get-AzsRegistrationToken")]
    [InlineData("Register-AzsEnvironment")]
    [InlineData("UnRegister-AzsEnvironment")]
    [InlineData("Get-AzsRegistrationName")]
    [InlineData("Get-AzsActivationKey")]
    [InlineData("New-AzsActivationResource")]
    [InlineData("Remove-AzsActivationResource")]
    [InlineData("Get-AzsRegistration")]
    [InlineData("Test-AzsRegistration")]
    [InlineData("Connect-AzsAccount")]
    [InlineData("Disconnect-AzsAccount")]
    [InlineData("Get-AzsContext")]
    [InlineData("Set-AzsContext")]
    [InlineData("Register-AzsResourceProvider")]
    [InlineData("Update-AzsRegistrationModule")]
    public void Surface_Cmdlet_IsThereWithItsHelpPage(string name)
    {
        Surface.Cmdlets.Keys.ShouldContain(name);
        File.ReadAllText(Path.Combine(ModuleFiles.Root, "docs", "powershell", $"{name}.md")).ShouldStartWith($"# {name}\n");
    }

    public static TheoryData<string> Names => [.. Surface.Cmdlets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpPage_Cmdlet_HasEveryParameterAndNoOther(string name)
    {
        var page = File.ReadAllText(Path.Combine(ModuleFiles.Root, "docs", "powershell", $"{name}.md"));
        var told = System.Text.RegularExpressions.Regex.Matches(page, @"^\| `-(?<name>\w+)", System.Text.RegularExpressions.RegexOptions.Multiline).Select(match => match.Groups["name"].Value);

        told.Order(StringComparer.Ordinal).ShouldBe(Surface.Cmdlets[name].Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Manifest_Cmdlet_IsExported(string name) =>
        File.ReadAllText(Path.Combine(ModuleFiles.Folder, "Azsreg.PowerShell.psd1")).ShouldContain($"'{name}'");

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_Cmdlet_HaveAFormat(string name)
    {
        var formats = File.ReadAllText(Path.Combine(ModuleFiles.Folder, "Azsreg.PowerShell.Format.ps1xml"));

        foreach (var output in Surface.Cmdlets[name].Outputs.Where(type => type != "System.String"))
        {
            formats.ShouldContain($"<TypeName>{output}</TypeName>");
        }
    }
}
