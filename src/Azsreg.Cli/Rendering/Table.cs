using System.Text;

namespace Azsreg.Cli.Rendering;

/// <summary>Rows under headings, aligned by blanks.</summary>
internal sealed class Table(params IReadOnlyList<Column> columns)
{
    private const string Gap = "  ";

    private readonly List<IReadOnlyList<Cell>> _rows = [];

    public Table Add(params IReadOnlyList<Cell> cells)
    {
        if (cells.Count != columns.Count)
        {
            throw new ArgumentException($"A row has {columns.Count} cells, not {cells.Count}.", nameof(cells));
        }

        _rows.Add(cells);
        return this;
    }

    public void Write(TextWriter writer, Style style)
    {
        var widths = columns
            .Select((column, index) => _rows.Select(row => TextWidth.Of(row[index].Text)).Append(TextWidth.Of(column.Heading)).Max())
            .ToArray();
        writer.WriteLine(Line([.. columns.Select(column => Cell.Dim(column.Heading))], widths, style));
        foreach (var row in _rows)
        {
            writer.WriteLine(Line(row, widths, style));
        }
    }

    private string Line(IReadOnlyList<Cell> cells, int[] widths, Style style)
    {
        var line = new StringBuilder();
        for (var index = 0; index < cells.Count; index++)
        {
            var padding = new string(' ', widths[index] - TextWidth.Of(cells[index].Text));
            var painted = style.Paint(cells[index].Text.ReplaceLineEndings(" "), cells[index].Meaning);
            var isLast = index == cells.Count - 1;
            line.Append(index == 0 ? "" : Gap);
            line.Append(columns[index].IsRight ? padding + painted : painted + (isLast ? "" : padding));
        }

        return line.ToString().TrimEnd(' ');
    }
}
