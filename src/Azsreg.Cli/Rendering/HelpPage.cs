using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Rendering;

/// <summary>The help of a verb, or of a group of verbs: the common case first.</summary>
internal static class HelpPage
{
    private const int WidestTerm = 32;

    public static void Write(CommandIo io, Command command, IReadOnlyList<Option> globals)
    {
        var style = new Style(io.IsOutputTerminal && !io.NoColour);
        var writer = io.Out;
        if (FirstVerb(command) is { } verb)
        {
            writer.WriteLine("  " + verb.Example);
            writer.WriteLine();
        }

        foreach (var line in Paragraph.Wrap(command.Description ?? "", ""))
        {
            writer.WriteLine(line);
        }

        writer.WriteLine();
        writer.WriteLine(style.Dim("Usage") + "  " + Usage(command));
        WriteTerms(writer, style, "Verbs", command.Subcommands.Select(sub => (sub.Name, sub.Description)));
        WriteTerms(writer, style, "Arguments", command.Arguments.Select(argument => (Name(argument), argument.Description)));
        WriteTerms(writer, style, "Options", command.Options.Where(option => !option.Hidden && !globals.Contains(option)).Select(Term));
        WriteTerms(writer, style, "Every verb", globals.Select(Term));
    }

    /// <summary>The words that call a command: <c>azsreg registration set</c>.</summary>
    public static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol.Name);
        }

        return string.Join(' ', names.Prepend("azsreg"));
    }

    private static Verb? FirstVerb(Command command) => command as Verb ?? command.Subcommands.Select(FirstVerb).FirstOrDefault(verb => verb is not null);

    private static string Usage(Command command)
    {
        var parts = new List<string> { PathOf(command) };
        if (command.Subcommands.Count > 0)
        {
            parts.Add("VERB");
        }

        parts.AddRange(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{Name(argument)}]" : Name(argument)));
        parts.AddRange(command.Options.Where(option => option.Required).Select(option => Term(option).Term));
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    private static (string Term, string? Description) Term(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2 && alias != "-?").Append(option.Name));
        var value = option.ValueType == typeof(bool) ? "" : " " + (option.HelpName ?? ValueOf(option));
        return (names + value, option.Required ? option.Description + " (required)" : option.Description);
    }

    private static string ValueOf(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type.IsEnum ? string.Join('|', Enum.GetNames(type)) : option.Name.TrimStart('-').ToUpperInvariant();
    }

    private static string Name(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    [SuppressMessage("Performance", "CA1851", Justification = "The sequences are short projections of lists.")]
    private static void WriteTerms(TextWriter writer, Style style, string heading, IEnumerable<(string Term, string? Description)> terms)
    {
        var all = terms.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var width = Math.Min(WidestTerm, all.Max(term => term.Term.Length));
        var indent = new string(' ', width + 4);
        writer.WriteLine();
        writer.WriteLine(style.Dim(heading));
        foreach (var (term, description) in all)
        {
            var lines = Paragraph.Wrap(description ?? "", indent).ToList();
            if (term.Length > width || lines.Count == 0)
            {
                writer.WriteLine("  " + term);
            }
            else
            {
                writer.WriteLine("  " + term.PadRight(width + 2) + lines[0].TrimStart());
                lines.RemoveAt(0);
            }

            lines.ForEach(writer.WriteLine);
        }
    }
}
