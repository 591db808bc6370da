using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Json;
using Azsreg.PowerShell.Shell;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary>Registration tokens and activation keys, as files and as text in the pipeline.</summary>
internal static class CarriedText
{
    /// <summary>The file a path means, if it can be written; looked at before the stamp or Azure is asked for what goes into it.</summary>
    /// <param name="shell">PowerShell.</param>
    /// <param name="path">What was given.</param>
    /// <exception cref="AzsregFailure">It cannot be written; the failure names a path that can (AZR1042).</exception>
    public static string Destination(IShell shell, string path)
    {
        var file = shell.ResolvePath(path);
        var folder = Path.GetDirectoryName(file);
        var instead = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Path.GetFileName(file) is { Length: > 0 } name ? name : "RegistrationToken.txt");
        if (Directory.Exists(file)) throw Failures.OutputFileUnusable($"'{file}' is a folder. A path that works: '{instead}'.");
        if (!Directory.Exists(folder)) throw Failures.OutputFileUnusable($"There is no folder '{folder}'. A path that works: '{instead}'.");
        try
        {
            if (File.Exists(file))
            {
                using var there = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            }
            else
            {
                using var trial = new FileStream(Path.Combine(folder!, $".azsreg-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failures.OutputFileUnusable($"'{file}': {exception.Message} A path that works: '{instead}'.");
        }

        return file;
    }

    /// <summary>The text a verb made: from its result, or from the file it wrote.</summary>
    public static string Made(JsonValue result, string member, string? file)
    {
        if (result.TextOf(member) is { Length: > 0 } text) return text;
        if (file is null) throw Failures.ProgramEnded($"azsreg told no {member}.");
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failures.ProgramEnded($"The file was written and cannot be read: {exception.Message}");
        }
    }

    /// <summary>One text of what a person gave: one string, the lines of a file, or the pipeline's objects.</summary>
    public static string Join(IEnumerable<string> lines) => string.Join("\n", lines);

    /// <summary>Tells the person what comes next, and what to keep.</summary>
    public static void TellNext(IShell shell, JsonValue result)
    {
        if (result["nextStep"]?.TextOf("where") is { Length: > 0 } where) shell.WriteHost($"Next: {where}");
        if (result.TextOf("keep") is { Length: > 0 } keep) shell.WriteHost(keep);
    }
}
