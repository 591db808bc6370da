using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>The programs of OpenSSH on this machine.</summary>
public static class SshPrograms
{
    // Where a server's programs lie is not on everybody's path.
    private static readonly string[] UsualFolders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin", "/opt/homebrew/sbin", @"C:\Windows\System32\OpenSSH"];

    /// <summary>The absolute path of a program; null where there is none.</summary>
    /// <param name="name">Such as <c>ssh</c>.</param>
    /// <param name="path">The search path; that of the process where null.</param>
    public static string? TryFind(string name, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(UsualFolders)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The absolute path of a program.</summary>
    /// <exception cref="CataloguedException">It is missing (AZR4015).</exception>
    public static string Find(string name) => TryFind(name) ?? throw new CataloguedException(ErrorCatalogue.SshMissing, $"There is no {name}.");
}
