namespace Azsreg.PowerShell.Tests;

/// <summary>The module's files in the source tree this test was built from.</summary>
internal static class ModuleFiles
{
    /// <summary>The top of the tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What lies beside the assembly in the installed module.</summary>
    public static string Folder { get; } = Path.Combine(Root, "powershell", "Azsreg.PowerShell", "Module");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }
}
