using System.Text;

namespace Azsreg.Operator.Usage;

/// <summary>Reads comma-separated values (RFC 4180) row by row, within bounds.</summary>
internal sealed class CsvReader(TextReader input)
{
    /// <summary>The most characters of a field: tags and additional information are the long ones.</summary>
    public const int MostCharacters = 64 * 1024;

    /// <summary>The most fields of a row.</summary>
    public const int MostFields = 64;

    private readonly StringBuilder _field = new();
    private int _next = -2;
    private int _line = 1;

    /// <summary>The line the last row began at, from 1; a quoted field may hold further ones.</summary>
    public int Line { get; private set; }

    /// <summary>The next row; null at the end. Empty lines are passed over.</summary>
    /// <exception cref="FormatException">A field is too long, there are too many, or a quote is not where one can be.</exception>
    public IReadOnlyList<string>? Read()
    {
        while (Peek() is '\r' or '\n')
            Take();
        if (Peek() < 0)
            return null;
        Line = _line;
        var fields = new List<string>();
        while (true)
        {
            if (fields.Count == MostFields)
                throw new FormatException($"it has more than {MostFields} fields");
            fields.Add(Peek() == '"' ? ReadQuoted() : ReadPlain());
            var end = Take();
            if (end == ',')
                continue;
            if (end == '\r' && Peek() == '\n')
                Take();
            if (end is '\r' or '\n' or < 0)
                return fields;
            throw new FormatException("something stands behind a closing quote");
        }
    }

    private string ReadPlain()
    {
        _field.Clear();
        while (Peek() is var next and not (',' or '\r' or '\n' or < 0))
        {
            if (next == '"')
                throw new FormatException("a quote stands within a field that is not quoted");
            Append(Take());
        }

        return _field.ToString();
    }

    private string ReadQuoted()
    {
        _field.Clear();
        Take();
        while (true)
        {
            var next = Take();
            if (next < 0)
                throw new FormatException("a quoted field does not end");
            if (next != '"')
            {
                Append(next);
                continue;
            }

            if (Peek() != '"')
                return _field.ToString();
            Append(Take());
        }
    }

    private void Append(int character)
    {
        if (_field.Length == MostCharacters)
            throw new FormatException($"a field is longer than {MostCharacters / 1024} KiB");
        _field.Append((char)character);
    }

    private int Peek() => _next != -2 ? _next : _next = input.Read();

    private int Take()
    {
        var taken = Peek();
        _next = -2;
        if (taken == '\n')
            _line++;
        return taken;
    }
}
