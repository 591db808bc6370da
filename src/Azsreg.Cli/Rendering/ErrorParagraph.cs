using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Rendering;

/// <summary>A failure for a person: what happened, in this case, why, what to do, and where to read on.</summary>
internal static class ErrorParagraph
{
    private const string Indent = "  ";

    public static void Write(TextWriter writer, Style style, CataloguedException failure)
    {
        var entry = failure.Entry;
        writer.WriteLine(style.Bad($"azsreg: {entry.Code} {entry.What}"));
        foreach (var text in (string[])[Redaction.Apply(failure.Detail), entry.Why, entry.Fix])
        {
            // A detail may hold a list: its lines stay lines.
            foreach (var line in text.Split('\n').SelectMany(part => Paragraph.Wrap(part, Indent)))
            {
                writer.WriteLine(line);
            }
        }

        foreach (var command in failure.NextCommands)
        {
            writer.WriteLine(Indent + Indent + Style.Printable(command));
        }

        writer.WriteLine(Indent + style.Dim($"More: azsreg explain {entry.Code}"));
    }
}
