using System.Text.Json;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>Which scenario a data folder was made for, and whether it was made to its end: <c>scenario.json</c>.</summary>
internal sealed record ScenarioNote(string Name, bool IsMade)
{
    /// <summary>The file's name in the data folder.</summary>
    public const string FileName = "scenario.json";

    private const int LongestFile = 4096;

    /// <summary>Says whether the scenario is to be made, and notes that it is being made.</summary>
    /// <returns>False where it stands already.</returns>
    /// <exception cref="CataloguedException">The folder is something else (AZR1030).</exception>
    public static bool Begin(CliContext context, Scenario scenario, string verb)
    {
        var note = Read(context.Data);
        if (note is { IsMade: true } && note.Name == scenario.Name) return false;
        // One that was cut short holds nothing but its own beginning, whoever began it.
        if (note is { IsMade: false }) LocalFolder.Reset(context);
        else if (note is not null || !IsEmpty(context.Data))
        {
            throw new CataloguedException(
                ErrorCatalogue.ScenarioFolderInUse,
                $"'{context.Data.Path}' is {(note is null ? "in use without a scenario" : $"made for the scenario '{note.Name}'")}.",
                [$"azsreg {verb} --scenario {scenario.Name} --data DIR", $"azsreg {verb} --scenario {scenario.Name} --reset{context.DataArgument}"]);
        }

        new ScenarioNote(scenario.Name, IsMade: false).Write(context.Data);
        return true;
    }

    /// <summary>Notes that it was made.</summary>
    public static void End(DataFolder folder, Scenario scenario) => new ScenarioNote(scenario.Name, IsMade: true).Write(folder);

    private static ScenarioNote? Read(DataFolder folder)
    {
        var path = Path.Combine(folder.Path, FileName);
        try
        {
            return !File.Exists(path) ? null
                : new FileInfo(path).Length <= LongestFile ? JsonSerializer.Deserialize<ScenarioNote>(File.ReadAllBytes(path))
                : throw new JsonException("it is larger than 4 KiB");
        }
        catch (JsonException exception)
        {
            throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }
    }

    /// <summary>Nothing of a world was made in it: settings and the password file of a person may be there.</summary>
    private static bool IsEmpty(DataFolder folder) =>
        !new[] { Path.Combine("cloud", "cloud.db"), "stamps", Path.Combine("operator", "accounts.json"), Path.Combine("operator", "stamps.json") }
            .Select(path => Path.Combine(folder.Path, path))
            .Any(path => File.Exists(path) || Directory.Exists(path));

    private void Write(DataFolder folder) => OwnedFile.Replace(Path.Combine(folder.Path, FileName), JsonSerializer.SerializeToUtf8Bytes(this));
}
