namespace Azsreg.Cli.Rendering;

/// <summary>Names and values, the values aligned.</summary>
internal sealed class Block(string indent = "")
{
    private readonly List<(string Name, Cell Value)> _lines = [];

    public Block Add(string name, Cell value)
    {
        _lines.Add((name, value));
        return this;
    }

    public void Write(TextWriter writer, Style style)
    {
        var width = _lines.Count == 0 ? 0 : _lines.Max(line => TextWidth.Of(line.Name));
        foreach (var (name, value) in _lines)
        {
            var padding = new string(' ', width - TextWidth.Of(name));
            writer.WriteLine((indent + style.Dim(name) + padding + "  " + style.Paint(value.Text, value.Meaning)).TrimEnd(' '));
        }
    }
}
