namespace Azsreg.EndToEnd.Tests;

/// <summary>An operator's data folder and the verbs run in it.</summary>
internal sealed class OperatorMachine(string folder, string passwordFile)
{
    public string Journals { get; } = Path.Combine(folder, "operator", "journal");

    /// <summary>The names of journals that tell of an unfinished run.</summary>
    public IReadOnlyList<string> UnfinishedJournals =>
        [.. Directory.EnumerateFiles(Journals).Select(file => Path.GetFileName(file)).Where(name => !name.EndsWith(".closed.jsonl", StringComparison.Ordinal))];

    public AzsregProgram Start(params string[] arguments) => AzsregProgram.Start([.. arguments, "--data", folder, "--output", "json"]);

    public Task<ProgramResult> RunAsync(params string[] arguments) => AzsregProgram.RunAsync([.. arguments, "--data", folder, "--output", "json"]);

    /// <summary>The line of a verb that goes through the privileged endpoint and asks nobody.</summary>
    public string[] ThroughTheStamp(params string[] verb) => [.. verb, "--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", passwordFile];

    /// <summary>The line of a verb that goes through the privileged endpoint, with the answer to its question.</summary>
    public string[] OnTheStamp(params string[] verb) => [.. ThroughTheStamp(verb), "--yes"];
}
