using System.Collections;
using Azsreg.Remoting;

namespace Azsreg.Cli.Rendering;

/// <summary>Values of PowerShell remoting as JSON knows them.</summary>
internal static class RemoteValues
{
    private const int Deepest = 8;
    private const int MostItems = 10_000;

    /// <summary>Objects by property, lists, texts, numbers and truth values; what JSON has no form for as text, a secret masked.</summary>
    public static object? ToJson(object? value) => ToJson(value, 0);

    /// <summary>An error record with all a program may want to tell apart.</summary>
    public static object ToJson(RemoteError error) => new
    {
        error.Message,
        error.FullyQualifiedErrorId,
        Category = error.Category.ToString(),
        error.Activity,
        error.Reason,
        error.TargetName,
        Exception = error.ExceptionType,
        error.RecommendedAction,
    };

    private static object? ToJson(object? value, int depth)
    {
        // A wrapped enumeration is told by its name.
        if (value is RemoteObject { BaseValue: not (null or string), Text: { } text } choice && choice.Is("System.Enum")) return text;
        return RemoteObject.Unwrap(value) switch
        {
            null => null,
            string or bool or int or long or short or byte or double or float or decimal or uint or ulong or ushort or sbyte or Guid or DateTimeOffset => RemoteObject.Unwrap(value),
            DateTime time => time,
            RemoteError error => ToJson(error),
            _ when depth == Deepest => RemoteObject.TextOf(value),
            RemoteObject bag when bag.Any() => Bag(bag, depth),
            IDictionary map => Map(map, depth),
            IEnumerable list and not byte[] and not RemoteObject => list.Cast<object?>().Take(MostItems).Select(item => ToJson(item, depth + 1)).ToList(),
            _ => RemoteObject.TextOf(value),
        };
    }

    private static OrderedDictionary<string, object?> Bag(RemoteObject bag, int depth)
    {
        var facts = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in bag)
        {
            // What remoting itself adds says nothing about the object.
            if (name is not ("PSComputerName" or "RunspaceId" or "PSShowComputerName")) facts[name] = ToJson(value, depth + 1);
        }

        return facts;
    }

    private static OrderedDictionary<string, object?> Map(IDictionary map, int depth)
    {
        var facts = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in map)
        {
            facts[RemoteObject.TextOf(entry.Key) ?? ""] = ToJson(entry.Value, depth + 1);
        }

        return facts;
    }
}
