using System.Text;
using Azsreg.Protocol;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Verbs;

/// <summary>
/// A line of the prompt as a pipeline of commands: names, arguments and switches as PowerShell pairs them, quotes, lists by comma, and nothing
/// that would need a language. Values stay texts; the endpoint converts them to what its parameters are.
/// </summary>
internal static class PepLine
{
    private const int LongestLine = 65_536;

    /// <summary>The one expression a person needs a language for: a secret that is asked for instead of typed into the line.</summary>
    private static readonly string[] Questions = ["(Get-Credential", "(Read-Host -AsSecureString", "(Read-Host"];

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="ask">Answers <c>(Get-Credential NAME)</c> and <c>(Read-Host -AsSecureString)</c>.</param>
    /// <returns>The commands; none for an empty line or a comment.</returns>
    /// <exception cref="CataloguedException">It is no such line (AZR4022).</exception>
    public static IReadOnlyList<RemoteCommand> Parse(string line, Func<string, object?> ask)
    {
        if (line.Length > LongestLine) throw Refused($"it is longer than {LongestLine} characters");
        var commands = new List<RemoteCommand>();
        var words = new Queue<Word>(Split(line));
        while (words.TryDequeue(out var name))
        {
            if (name.Kind != WordKind.Plain || name.Text[0] is '-' or '$') throw Refused($"'{name.Text}' stands where a command's name should");
            var parameters = new List<RemoteParameter>();
            while (words.TryPeek(out var next) && next.Kind != WordKind.Pipe)
            {
                words.Dequeue();
                parameters.Add(Argument(next, words, ask));
            }

            commands.Add(new RemoteCommand(name.Text) { Parameters = parameters });
            if (words.TryDequeue(out _) && words.Count == 0) throw Refused("it ends with '|'");
        }

        return commands;
    }

    private static RemoteParameter Argument(Word word, Queue<Word> words, Func<string, object?> ask)
    {
        if (word.Kind == WordKind.Plain && word.Text.Length > 1 && word.Text[0] == '-' && (char.IsLetter(word.Text[1]) || word.Text[1] == '_'))
        {
            // "-A 1" goes out as two arguments, "-A:1" as one: the way a genuine client sends what was typed (the endpoint pairs them).
            var colon = word.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) return new RemoteParameter(word.Text, null);
            var rest = word.Text[(colon + 1)..];
            var value = rest.Length > 0 ? word with { Text = rest } : words.TryPeek(out var next) && next.Kind != WordKind.Pipe ? words.Dequeue() : throw Refused($"'{word.Text}' has no value");
            return new RemoteParameter(word.Text[..(colon + 1)], Value(value, words, ask));
        }

        return new RemoteParameter(null, Value(word, words, ask));
    }

    private static object? Value(Word first, Queue<Word> words, Func<string, object?> ask)
    {
        var values = new List<object?> { Single(first, ask) };
        while (words.TryPeek(out var comma) && comma.Kind == WordKind.Comma)
        {
            words.Dequeue();
            if (!words.TryDequeue(out var next) || next.Kind is WordKind.Pipe or WordKind.Comma) throw Refused("a list ends with ','");
            values.Add(Single(next, ask));
        }

        return values.Count == 1 ? values[0] : values;
    }

    private static object? Single(Word word, Func<string, object?> ask) => word.Kind switch
    {
        WordKind.Question => ask(word.Text),
        WordKind.Plain => word.Text.ToUpperInvariant() switch
        {
            "$TRUE" => true,
            "$FALSE" => false,
            "$NULL" => null,
            _ when word.Text.Contains('$', StringComparison.Ordinal) => throw Refused($"'{word.Text}' is a variable"),
            _ => word.Text,
        },
        WordKind.Quoted => word.Text,
        _ => throw Refused($"'{word.Text}' stands where a value should"),
    };

    private static List<Word> Split(string line)
    {
        var words = new List<Word>();
        for (var i = 0; i < line.Length;)
        {
            switch (line[i])
            {
                case ' ' or '\t' or '\r' or '\uFEFF':
                    i++;
                    break;
                case '#':
                    return words;
                case '|':
                    words.Add(new Word("|", WordKind.Pipe));
                    i++;
                    break;
                case ',':
                    words.Add(new Word(",", WordKind.Comma));
                    i++;
                    break;
                case '\'' or '"':
                    words.Add(new Word(Quoted(line, ref i), WordKind.Quoted));
                    break;
                case '(' when Questions.Any(question => line.AsSpan(i).StartsWith(question, StringComparison.OrdinalIgnoreCase)):
                    var end = line.IndexOf(')', i);
                    if (end < 0) throw Refused("a ')' is missing");
                    words.Add(new Word(line[(i + 1)..end].Trim(), WordKind.Question));
                    i = end + 1;
                    break;
                case '(' or ')' or '{' or '}' or ';' or '&' or '<' or '>' or '@' or '`':
                    throw Refused($"'{line[i]}' would need a language");
                default:
                    words.Add(Plain(line, ref i));
                    break;
            }
        }

        if (words is [{ Kind: WordKind.Pipe }, ..]) throw Refused("it begins with '|'");
        return words;
    }

    private static Word Plain(string line, ref int i)
    {
        var start = i;
        while (i < line.Length && line[i] is not (' ' or '\t' or '\r' or '|' or ',' or '\'' or '"' or '(' or ')' or '{' or '}' or ';' or '&' or '<' or '>'))
        {
            i++;
        }

        var text = line[start..i];
        // "-A:'b c'": the value's quote follows the colon at once.
        if (i < line.Length && line[i] is '\'' or '"' && !text.EndsWith(':')) throw Refused($"a quote stands within '{text}'");
        return new Word(text, WordKind.Plain);
    }

    private static string Quoted(string line, ref int i)
    {
        var quote = line[i++];
        var text = new StringBuilder();
        for (; i < line.Length; i++)
        {
            if (line[i] == quote)
            {
                if (i + 1 >= line.Length || line[i + 1] != quote)
                {
                    i++;
                    return text.ToString();
                }

                i++;
            }
            else if (quote == '"' && line[i] == '`' && i + 1 < line.Length)
            {
                text.Append(line[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '0' => '\0', var other => other });
                continue;
            }
            else if (quote == '"' && line[i] == '$' && i + 1 < line.Length && (char.IsLetter(line[i + 1]) || line[i + 1] is '(' or '{' or '_'))
            {
                throw Refused("a text in double quotes holds a variable; use single quotes, or `$");
            }

            text.Append(line[i]);
        }

        throw Refused("a quote is not closed");
    }

    private static CataloguedException Refused(string why) => new(ErrorCatalogue.LineNotUnderstood, why + ".");

    private enum WordKind
    {
        Plain,
        Quoted,
        Question,
        Comma,
        Pipe,
    }

    private sealed record Word(string Text, WordKind Kind);
}
