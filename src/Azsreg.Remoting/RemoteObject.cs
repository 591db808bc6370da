using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting;

/// <summary>
/// An object as it travels over PowerShell remoting (MS-PSRP §2.2.5.2): type names, an optional base value and named properties.
/// Property names are case-insensitive and keep their order.
/// </summary>
/// <example><code>new RemoteObject("AzureStackStampInformation") { ["CloudID"] = cloudId, ["StampVersion"] = "1.2309.0.4" }</code></example>
[SuppressMessage("Naming", "CA1710", Justification = "A property bag that allows a collection initializer, not a collection.")]
public sealed class RemoteObject : IEnumerable<KeyValuePair<string, object?>>
{
    /// <summary>Type names of an object that is nothing but its properties.</summary>
    public static IReadOnlyList<string> CustomObjectTypeNames { get; } =
        ["System.Management.Automation.PSCustomObject", "System.Object"];

    private OrderedDictionary<string, object?>? extended;
    private OrderedDictionary<string, object?>? adapted;

    /// <summary>Creates a property bag of the type <c>PSCustomObject</c>.</summary>
    public RemoteObject() => TypeNames = CustomObjectTypeNames;

    /// <summary>Creates a property bag whose most derived type name is <paramref name="typeName"/>.</summary>
    public RemoteObject(string typeName) => TypeNames = [typeName, .. CustomObjectTypeNames];

    /// <summary>Creates an object with these type names (most derived first) and, for a wrapped value, its base value.</summary>
    public RemoteObject(IReadOnlyList<string> typeNames, object? baseValue = null)
    {
        TypeNames = typeNames;
        BaseValue = baseValue;
    }

    /// <summary>Type names, the most derived first; a deserialized object of a peer carries <c>Deserialized.</c> in front of each.</summary>
    public IReadOnlyList<string> TypeNames { get; internal set; }

    /// <summary>What the peer's object said for <c>ToString()</c>; null when it said nothing.</summary>
    public string? Text { get; set; }

    /// <summary>
    /// The wrapped primitive, list (<see cref="IReadOnlyList{T}"/> of object), <see cref="Stack{T}"/>, <see cref="Queue{T}"/> or
    /// dictionary (<see cref="IDictionary"/>); null for a plain property bag.
    /// </summary>
    public object? BaseValue { get; internal set; }

    /// <summary>The value of a property, or null when there is none of that name; setting adds an extended (note) property.</summary>
    public object? this[string name]
    {
        get => TryGet(name, out var value) ? value : null;
        set => (extended ??= NewBag())[name] = value;
    }

    /// <summary>Names of all properties, extended ones after the object's own.</summary>
    public IEnumerable<string> PropertyNames => this.Select(pair => pair.Key);

    /// <summary>True if one of the type names is <paramref name="typeName"/>, with or without <c>Deserialized.</c> in front.</summary>
    public bool Is(string typeName) => TypeNames.Any(name =>
        name.Equals(typeName, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith(DeserializedPrefix, StringComparison.Ordinal)
            && name.AsSpan(DeserializedPrefix.Length).Equals(typeName, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Finds a property by its case-insensitive name.</summary>
    public bool TryGet(string name, out object? value)
    {
        if (extended is not null && extended.TryGetValue(name, out value)) return true;
        if (adapted is not null && adapted.TryGetValue(name, out value)) return true;
        value = null;
        return false;
    }

    /// <summary>The text of a property: a string as it is, another value in invariant form, null where there is none.</summary>
    public string? GetString(string name) => TextOf(this[name]);

    /// <summary>The wrapped value if <paramref name="value"/> is an object around one, otherwise the value itself.</summary>
    public static object? Unwrap(object? value) => value is RemoteObject { BaseValue: { } inner } ? inner : value;

    /// <summary>Text of any remoting value, in invariant culture; an object's own text where it has one.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "True" : "False",
        RemoteObject { Text: { } text } => text,
        RemoteObject { BaseValue: { } inner } => TextOf(inner),
        RemoteObject bag => "@{" + string.Join("; ", bag.Take(16).Select(pair => pair.Key + "=" + (pair.Value is RemoteObject ? "…" : TextOf(pair.Value)))) + "}",
        IDictionary => "System.Collections.Hashtable",
        IEnumerable list and not byte[] => string.Join(' ', list.Cast<object?>().Take(64).Select(item => item is RemoteObject { Text: null } ? "…" : TextOf(item))),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>Adds an extended property (for collection initializers).</summary>
    public void Add(string name, object? value) => (extended ??= NewBag()).Add(name, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var pair in Adapted)
            if (extended is null || !extended.ContainsKey(pair.Key)) yield return pair;
        foreach (var pair in Extended) yield return pair;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => TextOf(this) ?? TypeNames[0];

    internal const string DeserializedPrefix = "Deserialized.";

    internal IReadOnlyCollection<KeyValuePair<string, object?>> Adapted => (IReadOnlyCollection<KeyValuePair<string, object?>>?)adapted ?? [];

    internal IReadOnlyCollection<KeyValuePair<string, object?>> Extended => (IReadOnlyCollection<KeyValuePair<string, object?>>?)extended ?? [];

    internal void SetAdapted(string name, object? value) => (adapted ??= NewBag())[name] = value;

    private static OrderedDictionary<string, object?> NewBag() => new(StringComparer.OrdinalIgnoreCase);
}
