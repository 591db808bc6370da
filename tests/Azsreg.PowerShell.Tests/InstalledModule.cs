using System.Text.Json;
using Azsreg.PowerShell.Cmdlets;

namespace Azsreg.PowerShell.Tests;

/// <summary>The module laid out as it is installed, with a program that answers every verb the same and keeps their names.</summary>
internal sealed class InstalledModule : IDisposable
{
    private const string Program_ = """
        #!/bin/sh
        printf '%s\n' '{"type":"ready","protocol":1,"version":"0.1.0"}'
        while IFS= read -r got; do
          printf '%s\n' "$got" >>'HEARD'
          id=$(printf '%s' "$got" | sed 's/.*"id":\([0-9]*\).*/\1/')
          printf '%s\n' '{"type":"result","id":'"$id"',"value":{"token":"dG9rZW4=","environment":"AzureCloud","account":"me","subscription":{"id":"s-1","name":"S"}}}'
          printf '%s\n' '{"type":"end","id":'"$id"',"exitCode":0}'
        done
        """;

    private InstalledModule(string folder) => Folder = folder;

    /// <summary>The module's folder.</summary>
    public string Folder { get; }

    /// <summary>The program.</summary>
    public string Program => Path.Combine(Folder, "bin", "azsreg");

    /// <summary>The verbs it heard.</summary>
    public IReadOnlyList<string> Heard =>
        [.. File.ReadAllLines(Path.Combine(Folder, "heard")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("verb").GetString()!)];

    /// <summary>Lays it out in a folder of its own.</summary>
    /// <param name="folder">Where; a temporary folder where left out.</param>
    public static InstalledModule Create(string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("azsreg-module-").FullName;
        foreach (var file in Directory.GetFiles(ModuleFiles.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(ModuleFiles.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.Copy(typeof(AzsCmdlet).Assembly.Location, Path.Combine(folder, "Azsreg.PowerShell.dll"));
        var module = new InstalledModule(folder);
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        File.WriteAllText(module.Program, Program_.Replace("HEARD", Path.Combine(folder, "heard"), StringComparison.Ordinal));
        File.SetUnixFileMode(module.Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return module;
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
