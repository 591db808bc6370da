namespace Azsreg.Remoting.Server;

/// <summary>
/// Objects as lines of text for an interactive client, laid out as PowerShell does it: a table where the type has a view or up to four
/// properties, otherwise a list of the properties.
/// </summary>
internal static class TextLayout
{
    private const int MostColumns = 4;
    private const int WidestColumn = 60;

    public static IEnumerable<(string Line, bool IsError)> Lines(IReadOnlyList<object?> objects, IReadOnlyList<ConstrainedView> views)
    {
        for (var i = 0; i < objects.Count;)
        {
            var item = objects[i];
            if (ErrorOf(item) is { } error)
            {
                foreach (var line in ErrorLines(error)) yield return (line, true);
                i++;
            }
            else if (item is not RemoteObject { BaseValue: null } bag || !bag.Any())
            {
                foreach (var line in (RemoteObject.TextOf(item) ?? "").Split('\n')) yield return (line, false);
                i++;
            }
            else
            {
                // Neighbours of one type share a table.
                var alike = objects.Skip(i).TakeWhile(next => next is RemoteObject { BaseValue: null } other && IsLike(bag, other)).Cast<RemoteObject>().ToList();
                var columns = views.FirstOrDefault(view => bag.Is(view.TypeName))?.Columns
                    ?? (bag.PropertyNames.Count() <= MostColumns ? [.. bag.PropertyNames] : null);
                foreach (var line in columns is null ? alike.SelectMany(List) : Table(alike, columns)) yield return (line, false);
                i += alike.Count;
            }
        }
    }

    private static bool IsLike(RemoteObject one, RemoteObject other) =>
        other.TypeNames.SequenceEqual(one.TypeNames) && other.PropertyNames.SequenceEqual(one.PropertyNames) && ErrorOf(other) is null;

    private static IEnumerable<string> List(RemoteObject bag)
    {
        var width = bag.PropertyNames.Max(name => name.Length);
        return ["", .. bag.Select(property => $"{property.Key.PadRight(width)} : {OneLine(property.Value)}"), ""];
    }

    private static IEnumerable<string> Table(List<RemoteObject> rows, IReadOnlyList<string> columns)
    {
        var cells = rows.Select(row => columns.Select(column => Cut(OneLine(row[column]))).ToArray()).ToList();
        var widths = columns.Select((column, i) => Math.Max(column.Length, cells.Max(row => row[i].Length))).ToArray();
        yield return "";
        yield return Row(columns);
        yield return Row([.. columns.Select(column => new string('-', column.Length))]);
        foreach (var row in cells) yield return Row(row);
        yield return "";

        string Row(IReadOnlyList<string> values) => string.Join(' ', values.Select((value, i) => value.PadRight(widths[i]))).TrimEnd();
    }

    private static RemoteError? ErrorOf(object? value) => value switch
    {
        RemoteError error => error,
        RemoteObject bag when bag.Is("System.Management.Automation.ErrorRecord") => Clixml.ErrorRecordClixml.FromRemoteObject(bag),
        _ => null,
    };

    private static IEnumerable<string> ErrorLines(RemoteError error) =>
    [
        .. (error.Activity.Length > 0 ? $"{error.Activity} : {error.Message}" : error.Message).Split('\n'),
        $"    + CategoryInfo          : {error.Category}: ({error.TargetName}:{error.TargetType}) [{error.Activity}], {error.Reason}",
        $"    + FullyQualifiedErrorId : {error.FullyQualifiedErrorId}",
    ];

    private static string OneLine(object? value) => (RemoteObject.TextOf(value) ?? "").ReplaceLineEndings(" ");

    private static string Cut(string text) => text.Length <= WidestColumn ? text : text[..(WidestColumn - 1)] + "…";
}
