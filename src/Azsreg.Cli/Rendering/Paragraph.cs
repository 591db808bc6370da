using System.Text;

namespace Azsreg.Cli.Rendering;

/// <summary>Running text in lines of a width.</summary>
internal static class Paragraph
{
    private const int Width = 80;

    /// <summary>Wraps at blanks, each line with the indent; a word longer than a line keeps a line of its own, so that it can be copied.</summary>
    public static IEnumerable<string> Wrap(string text, string indent, int width = Width)
    {
        var line = new StringBuilder(indent);
        foreach (var word in Style.Printable(text).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + 1 + TextWidth.Of(word) > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
            }

            line.Append(line.Length > indent.Length ? " " : "").Append(word);
        }

        if (line.Length > indent.Length)
        {
            yield return line.ToString();
        }
    }
}
