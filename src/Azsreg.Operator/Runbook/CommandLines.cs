namespace Azsreg.Operator.Runbook;

/// <summary>Words quoted so that they arrive as they are.</summary>
internal static class CommandLines
{
    /// <summary>
    /// For a shell: bare where nothing in it is special; in double quotes, which sh, PowerShell and cmd.exe read alike, where that is safe in all of
    /// them; else in single quotes, which sh and PowerShell read alike but for the quote itself.
    /// </summary>
    public static string Shell(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '@' or '=' or ',' or '+'))
            return word;
        // A backslash is itself within double quotes unless one of these follows it.
        if (!word.AsSpan().ContainsAny("\"$`!%") && !word.Contains(@"\\", StringComparison.Ordinal) && !word.EndsWith('\\'))
            return $"\"{word}\"";
        return $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    /// <summary>For PowerShell: in single quotes, where only the quote itself is special.</summary>
    public static string PowerShell(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A line for a shell.</summary>
    public static string Azsreg(params IEnumerable<string?> words) => "azsreg " + string.Join(' ', words.Where(word => word is not null).Select(word => Shell(word!)));
}
