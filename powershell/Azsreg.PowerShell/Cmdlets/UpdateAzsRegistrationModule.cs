using System.Management.Automation;
using Azsreg.PowerShell.Installation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Update-AzsRegistrationModule</c>: installs this module from its zip or folder, and removes older copies.</summary>
[Cmdlet(VerbsData.Update, "AzsRegistrationModule", SupportsShouldProcess = true)]
[OutputType(typeof(AzsInstalledModule))]
public sealed class UpdateAzsRegistrationModule : AzsCmdlet
{
    /// <summary>The module's zip, or its unpacked folder.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>The folder for modules to install into; the first of <c>$env:PSModulePath</c> below the home folder where left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The folders PowerShell looks for modules in.</summary>
    internal string ModulePath { get; set; } = Environment.GetEnvironmentVariable("PSModulePath") ?? "";

    private protected override object? Target => Source;

    private protected override void Execute()
    {
        var folders = ModuleFolders.Of(ModulePath);
        using var package = ModulePackage.Open(Shell.ResolvePath(Source!));
        var destination = Destination is null ? ModuleFolders.OfUser(folders) : Shell.ResolvePath(Destination);
        if (!GoOn(destination, $"Install {ModulePackage.ModuleName} {package.Version} and remove other copies", null)) return;
        var path = package.InstallInto(destination);
        var (removed, left) = ModulePackage.RemoveOthers(folders.Append(destination), path);
        foreach (var copy in left)
            Shell.WriteWarning($"'{copy}' could not be removed: another PowerShell has it loaded, or it belongs to somebody else. Remove it there; PowerShell takes the newest version it finds.");
        Shell.WriteHost($"{ModulePackage.ModuleName} {package.Version} is installed. A PowerShell that has an older one loaded keeps it: start a new one.");
        Shell.WriteObject(new AzsInstalledModule(ModulePackage.ModuleName, package.Version, path, removed));
    }
}
