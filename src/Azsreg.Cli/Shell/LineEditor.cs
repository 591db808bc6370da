using System.Text;
using Azsreg.Cli.Rendering;

namespace Azsreg.Cli.Shell;

/// <summary>Reads a line at a terminal: moving, deleting, history and completion, and nothing more.</summary>
/// <param name="writer">The terminal.</param>
/// <param name="readKey">Waits for a key.</param>
/// <param name="width">Columns of the terminal.</param>
/// <param name="complete">What may stand in place of the word that ends a text; called at Tab.</param>
internal sealed class LineEditor(TextWriter writer, Func<ConsoleKeyInfo> readKey, int width, Func<string, IReadOnlyList<string>> complete)
{
    private const int LongestHistory = 500;

    private readonly List<string> _history = [];
    private readonly StringBuilder _text = new();
    private int _cursor;
    private int _at;

    /// <summary>The line; empty after Ctrl-C, null at the end of the input (Ctrl-D on an empty line).</summary>
    public string? Read(string prompt)
    {
        Set("");
        _at = _history.Count;
        Draw(prompt);
        while (true)
        {
            var key = readKey();
            var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    writer.WriteLine();
                    return Remember(_text.ToString());
                case ConsoleKey.C when isControl:
                    writer.WriteLine("^C");
                    return "";
                case ConsoleKey.D when isControl && _text.Length == 0:
                    writer.WriteLine();
                    return null;
                case ConsoleKey.Tab:
                    Complete();
                    break;
                default:
                    Edit(key, isControl);
                    break;
            }

            Draw(prompt);
        }
    }

    private void Edit(ConsoleKeyInfo key, bool isControl)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when _cursor > 0:
                _text.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _text.Length:
                _text.Remove(_cursor, 1);
                break;
            case ConsoleKey.LeftArrow when _cursor > 0:
                _cursor--;
                break;
            case ConsoleKey.RightArrow when _cursor < _text.Length:
                _cursor++;
                break;
            case ConsoleKey.Home:
            case ConsoleKey.A when isControl:
                _cursor = 0;
                break;
            case ConsoleKey.End:
            case ConsoleKey.E when isControl:
                _cursor = _text.Length;
                break;
            case ConsoleKey.U when isControl:
                _text.Remove(0, _cursor);
                _cursor = 0;
                break;
            case ConsoleKey.K when isControl:
                _text.Length = _cursor;
                break;
            case ConsoleKey.UpArrow when _at > 0:
                Set(_history[--_at]);
                break;
            case ConsoleKey.DownArrow when _at < _history.Count:
                Set(++_at < _history.Count ? _history[_at] : "");
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    _text.Insert(_cursor++, key.KeyChar);
                }

                break;
        }
    }

    private void Complete()
    {
        var before = _text.ToString(0, _cursor);
        var word = before[(before.LastIndexOf(' ') + 1)..];
        var found = complete(before);
        if (found.Count == 0)
        {
            return;
        }

        var common = found.Aggregate(CommonStart);
        if (common.Length > word.Length || found.Count == 1)
        {
            var insert = found.Count == 1 ? common + " " : common;
            _text.Remove(_cursor - word.Length, word.Length).Insert(_cursor - word.Length, insert);
            _cursor += insert.Length - word.Length;
            return;
        }

        writer.WriteLine();
        foreach (var line in Paragraph.Wrap(string.Join("  ", found), "", width))
        {
            writer.WriteLine(line);
        }
    }

    private static string CommonStart(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && char.ToUpperInvariant(one[length]) == char.ToUpperInvariant(other[length]))
        {
            length++;
        }

        return one[..length];
    }

    private void Set(string text)
    {
        _text.Clear().Append(text);
        _cursor = text.Length;
    }

    private string Remember(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_history.Count == 0 || _history[^1] != line))
        {
            _history.Add(line);
            if (_history.Count > LongestHistory)
            {
                _history.RemoveAt(0);
            }
        }

        return line;
    }

    /// <summary>The whole line anew; one longer than the terminal shows the part around the cursor.</summary>
    private void Draw(string prompt)
    {
        var room = Math.Max(10, width - prompt.Length - 1);
        var start = Math.Max(0, _cursor - room);
        var shown = _text.ToString(start, Math.Min(room, _text.Length - start));
        var back = shown.Length - (_cursor - start);
        writer.Write($"\r{prompt}{Style.Printable(shown)}\e[K{(back > 0 ? $"\e[{back}D" : "")}");
        writer.Flush();
    }
}
