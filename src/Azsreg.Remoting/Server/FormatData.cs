namespace Azsreg.Remoting.Server;

/// <summary>A view as <c>Get-FormatData</c> writes it: the shape a client that imports a session rebuilds its formats from.</summary>
internal static class FormatData
{
    private const string Namespace = "System.Management.Automation.";

    public static RemoteObject Of(ConstrainedView view)
    {
        var table = Typed("TableControl", "PSControl");
        table.SetAdapted("Headers", List("TableControlColumnHeader", view.Columns.Select(Header)));
        table.SetAdapted("Rows", List("TableControlRow", [Row(view)]));
        table.SetAdapted("AutoSize", true);
        table.SetAdapted("HideTableHeaders", false);
        table.SetAdapted("GroupBy", null);
        table.SetAdapted("OutOfBand", false);
        var definition = Typed("FormatViewDefinition");
        definition.SetAdapted("Name", view.TypeName);
        definition.SetAdapted("Control", table);
        // Views of one id are one to a client; it is made of the name so that asking again gives the same.
        definition["InstanceId"] = IdOf(view.TypeName);
        var type = Typed("ExtendedTypeDefinition");
        type.Text = view.TypeName;
        type.SetAdapted("TypeName", view.TypeName);
        type.SetAdapted("TypeNames", new RemoteObject(["System.Collections.Generic.List`1[[System.String]]", "System.Object"], new List<object?> { view.TypeName }));
        type.SetAdapted("FormatViewDefinition", List("FormatViewDefinition", [definition]));
        return type;
    }

    private static RemoteObject Header(string column)
    {
        var header = Typed("TableControlColumnHeader");
        header.SetAdapted("Label", column);
        header.SetAdapted("Alignment", "Undefined");
        header.SetAdapted("Width", 0);
        return header;
    }

    private static RemoteObject Row(ConstrainedView view)
    {
        var row = Typed("TableControlRow");
        row.SetAdapted("Columns", List("TableControlColumn", view.Columns.Select(Column)));
        row.SetAdapted("SelectedBy", null);
        row.SetAdapted("Wrap", false);
        return row;
    }

    private static RemoteObject Column(string property)
    {
        var entry = Typed("DisplayEntry");
        entry.Text = "property: " + property;
        entry.SetAdapted("ValueType", "Property");
        entry.SetAdapted("Value", property);
        var column = Typed("TableControlColumn");
        column.Text = property;
        column.SetAdapted("Alignment", "Undefined");
        column.SetAdapted("DisplayEntry", entry);
        column.SetAdapted("FormatString", null);
        return column;
    }

    private static RemoteObject Typed(params string[] names) =>
        new([.. names.Select(name => Namespace + name), "System.Object"]) { Text = Namespace + names[0] };

    private static RemoteObject List(string item, IEnumerable<RemoteObject> items) =>
        new([$"System.Collections.Generic.List`1[[{Namespace}{item}]]", "System.Object"], items.Cast<object?>().ToList());

    private static Guid IdOf(string name) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
