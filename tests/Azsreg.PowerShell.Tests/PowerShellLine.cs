using System.Text;
using System.Text.RegularExpressions;

namespace Azsreg.PowerShell.Tests;

/// <summary>A line of PowerShell as far as a published procedure goes: an assignment or none, and a command or an expression.</summary>
/// <param name="Variable">The variable assigned to; null where there is none.</param>
/// <param name="Command">The command's name; null where the line is an expression.</param>
/// <param name="Arguments">Parameters with their values; the name is null where a value stands by its position.</param>
internal sealed partial record PowerShellLine(string? Variable, string? Command, IReadOnlyList<(string? Name, string? Value)> Arguments)
{
    /// <summary>Reads a block; a line that ends in a backtick goes on in the next.</summary>
    /// <exception cref="FormatException">PowerShell would not read a line either.</exception>
    public static IReadOnlyList<PowerShellLine> Parse(string block) =>
        [.. Continuation().Replace(block, " ").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(ParseLine)];

    private static PowerShellLine ParseLine(string line)
    {
        var assignment = Assignment().Match(line);
        var right = assignment.Success ? line[assignment.Length..] : line;
        var variable = assignment.Success ? assignment.Groups["name"].Value : null;
        if (right[0] is '"' or '\'' or '$')
        {
            // Expression mode: a variable or a string by itself. A path glued to a variable is no expression.
            return Expression().IsMatch(right) ? new(variable, null, []) : throw new FormatException($"Unexpected token in expression: {right}");
        }

        var words = Words(right);
        var arguments = new List<(string? Name, string? Value)>();
        for (var i = 1; i < words.Count; i++)
        {
            if (!Parameter().IsMatch(words[i].Text) || words[i].IsQuoted)
            {
                arguments.Add((null, words[i].Text));
            }
            else if (words[i].Text.Split(':', 2) is [var named, var value])
            {
                arguments.Add((named[1..], value));
            }
            else
            {
                var hasValue = i + 1 < words.Count && (words[i + 1].IsQuoted || !Parameter().IsMatch(words[i + 1].Text));
                arguments.Add((words[i].Text[1..], hasValue ? words[++i].Text : null));
            }
        }

        return new(variable, words[0].Text, arguments);
    }

    private static List<(string Text, bool IsQuoted)> Words(string line)
    {
        var words = new List<(string, bool)>();
        for (var i = 0; i < line.Length;)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }

            if (line[i] is '"' or '\'')
            {
                var end = line.IndexOf(line[i], i + 1);
                if (end < 0) throw new FormatException($"The string is missing its terminator: {line}");
                words.Add((line[(i + 1)..end], true));
                i = end + 1;
                continue;
            }

            var word = new StringBuilder();
            while (i < line.Length && !char.IsWhiteSpace(line[i]))
            {
                if (line[i] is '<' or '>' or '|' or ';' or '(' or ')' or '{' or '}') throw new FormatException($"'{line[i]}' is not for a word: {line}");
                word.Append(line[i++]);
            }

            words.Add((word.ToString(), false));
        }

        return words;
    }

    [GeneratedRegex(@"`\r?\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^\$(?<name>\w+)\s*=\s*")]
    private static partial Regex Assignment();

    [GeneratedRegex("""^(\$(\w+:)?\w+(\.\w+)*|"[^"]*"|'[^']*')$""")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^-[A-Za-z]\w*(:\S*)?$")]
    private static partial Regex Parameter();
}
