using System.Collections;
using System.Globalization;
using Azsreg.Remoting;

namespace Azsreg.Cli.Rendering;

/// <summary>Objects for a person: a table where their properties fit side by side, otherwise names and values; anything else as text.</summary>
internal sealed class ObjectText(TextWriter writer, Style style, int width)
{
    private const int MostColumns = 6;
    private const int WidestCell = 60;

    /// <summary>Types with more properties than anyone wants to see side by side.</summary>
    private static readonly (string Type, string[] Columns)[] Views =
    [
        ("System.Management.Automation.Job", ["Id", "Name", "State", "HasMoreData", "Command"]),
        ("AzureStackTestResult", ["Name", "Result", "Message"]),
        ("System.Management.Automation.CommandInfo", ["CommandType", "Name", "Definition"]),
    ];

    private readonly List<RemoteObject> _alike = [];

    /// <summary>Takes the next object; those of one type that follow each other share a table.</summary>
    public void Add(object? value)
    {
        if (value is RemoteObject { BaseValue: null } bag && bag.Any())
        {
            if (_alike.Count > 0 && !IsLike(_alike[0], bag))
            {
                Flush();
            }

            _alike.Add(bag);
            return;
        }

        Flush();
        writer.WriteLine(Style.Printable(RemoteObject.TextOf(value) ?? ""));
    }

    /// <summary>Writes what was held back.</summary>
    public void Flush()
    {
        if (_alike.Count == 0)
        {
            return;
        }

        var view = Views.FirstOrDefault(view => _alike[0].Is(view.Type)).Columns;
        var names = view?.ToList() ?? [.. _alike[0].PropertyNames.Where(IsOwn)];
        var rows = _alike.Select(bag => names.Select(name => Inline(bag[name])).ToList()).ToList();
        // A single object reads better as a list, unless it has hardly anything.
        var widths = names.Select((name, i) => Math.Max(name.Length, rows.Max(row => Math.Min(row[i].Length, WidestCell)))).ToList();
        if (view is not null || (names.Count <= MostColumns && (_alike.Count > 1 || names.Count <= 3) && widths.Sum() + (2 * names.Count) <= Math.Max(width, 100)))
        {
            var table = new Table([.. names.Select((name, i) => _alike.All(bag => bag[name] is int or long or double) ? Column.Right(name) : new Column(name))]);
            foreach (var row in rows)
            {
                table.Add([.. row.Select(text => (Cell)(text.Length > WidestCell ? text[..(WidestCell - 1)] + "…" : text))]);
            }

            table.Write(writer, style);
        }
        else
        {
            for (var i = 0; i < _alike.Count; i++)
            {
                if (i > 0)
                {
                    writer.WriteLine();
                }

                var block = new Block();
                AddTo(block, _alike[i], "", 0);
                block.Write(writer, style);
            }
        }

        _alike.Clear();
    }

    private static void AddTo(Block block, RemoteObject bag, string indent, int depth)
    {
        foreach (var (name, value) in bag.Where(property => IsOwn(property.Key)))
        {
            if (depth < 4 && value is RemoteObject { BaseValue: null } inner && inner.Any())
            {
                block.Add(indent + name, "");
                AddTo(block, inner, indent + "  ", depth + 1);
            }
            else
            {
                block.Add(indent + name, Inline(value));
            }
        }
    }

    private static string Inline(object? value) => RemoteObject.Unwrap(value) switch
    {
        DateTime { Kind: DateTimeKind.Utc } time => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture),
        // An enumeration and other wrapped values have a text of their own.
        not (string or byte[]) and IEnumerable list and not IDictionary and not RemoteObject => string.Join(", ", list.Cast<object?>().Select(RemoteObject.TextOf)),
        _ => (RemoteObject.TextOf(value) ?? "").ReplaceLineEndings(" "),
    };

    private static bool IsLike(RemoteObject one, RemoteObject other) =>
        one.TypeNames.SequenceEqual(other.TypeNames) && one.PropertyNames.SequenceEqual(other.PropertyNames);

    private static bool IsOwn(string name) => name is not ("PSComputerName" or "RunspaceId" or "PSShowComputerName");
}
