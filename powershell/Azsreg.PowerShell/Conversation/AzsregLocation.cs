namespace Azsreg.PowerShell.Conversation;

/// <summary>Where the azsreg program is, and how it is started.</summary>
/// <param name="file">What to start.</param>
/// <param name="prefix">Arguments before azsreg's own, such as the assembly <c>dotnet</c> is to run.</param>
internal sealed class AzsregLocation(string file, string prefix)
{
    /// <summary>The variable that names another program than the one beside the module.</summary>
    public const string Variable = "AZSREG_EXECUTABLE";

    /// <summary>What to start.</summary>
    public string File => file;

    /// <summary>The whole argument line; it never holds what a person gave.</summary>
    public string Arguments(int hostProcess) => $"{prefix}module serve --host-process {hostProcess}";

    /// <summary>Finds the program: the one <see cref="Variable"/> names, else in the folder <c>bin</c> of the module.</summary>
    /// <param name="moduleFolder">The folder of the module's assembly.</param>
    /// <param name="named">What the variable says.</param>
    /// <exception cref="AzsregFailure">There is none (AZR1043).</exception>
    public static AzsregLocation Find(string moduleFolder, string? named)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return System.IO.File.Exists(named)
                ? Of(named!)
                : throw Failures.ProgramMissing($"{Variable} names '{named}', and there is no such file.");
        }

        var folder = Path.Combine(moduleFolder, "bin");
        var isWindows = Path.DirectorySeparatorChar == '\\';
        var candidates = new[] { isWindows ? "azsreg.exe" : "azsreg", "azsreg.dll" }.Select(name => Path.Combine(folder, name)).ToList();
        return candidates.FirstOrDefault(System.IO.File.Exists) is { } found
            ? Of(found)
            : throw Failures.ProgramMissing($"None of {string.Join(", ", candidates)} is there.");
    }

    private static AzsregLocation Of(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new("dotnet", $"\"{path}\" ") : new(path, "");
}
