namespace Azsreg.Remoting.Server;

/// <summary>Objects as lines of text for an interactive client: a list of properties each, as PowerShell's Format-List lays them out.</summary>
internal static class TextLayout
{
    public static IEnumerable<string> Lines(object? value)
    {
        if (value is not RemoteObject { BaseValue: null } bag || !bag.Any())
            return (RemoteObject.TextOf(value) ?? "").Split('\n');
        var width = bag.PropertyNames.Max(name => name.Length);
        return ["", .. bag.Select(property => $"{property.Key.PadRight(width)} : {RemoteObject.TextOf(property.Value)}"), ""];
    }
}
