namespace Azsreg.PowerShell.Installation;

/// <summary>The folders PowerShell looks for modules in.</summary>
internal static class ModuleFolders
{
    /// <summary>Those a <c>PSModulePath</c> names.</summary>
    public static IReadOnlyList<string> Of(string modulePath) =>
        [.. modulePath.Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries).Select(folder => folder.Trim()).Where(folder => folder.Length > 0)];

    /// <summary>The one to install into without an administrator: the first below the home folder.</summary>
    public static string OfUser(IReadOnlyList<string> folders)
    {
        var isWindows = Path.DirectorySeparatorChar == '\\';
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return folders.FirstOrDefault(folder => folder.StartsWith(home, isWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            ?? (isWindows
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments), "WindowsPowerShell", "Modules")
                : Path.Combine(home, ".local", "share", "powershell", "Modules"));
    }
}
