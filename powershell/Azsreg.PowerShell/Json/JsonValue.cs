using System.Globalization;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Azsreg.PowerShell.Json;

/// <summary>A value of JSON, read with the framework's own reader, so that the module brings no assembly along that could clash with another's.</summary>
internal sealed class JsonValue
{
    private readonly XElement _element;

    private JsonValue(XElement element) => _element = element;

    /// <summary>The text of a string, number or truth value; null for null, lists and objects.</summary>
    public string? Text => Kind is "string" or "number" or "boolean" ? _element.Value : null;

    /// <summary>The items of a list; empty for all else.</summary>
    public IReadOnlyList<JsonValue> Items => Kind == "array" ? [.. _element.Elements().Select(item => new JsonValue(item))] : [];

    private string Kind => _element.Attribute("type")?.Value ?? "string";

    /// <summary>A member of an object; null where it is missing or null.</summary>
    public JsonValue? this[string name] =>
        Kind == "object" && _element.Elements().FirstOrDefault(member => NameOf(member) == name) is { } found && found.Attribute("type")?.Value != "null"
            ? new JsonValue(found)
            : null;

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static JsonValue Parse(string text)
    {
        try
        {
            using var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), XmlDictionaryReaderQuotas.Max);
            return new JsonValue(XElement.Load(reader));
        }
        catch (Exception exception) when (exception is XmlException or InvalidOperationException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // The framework's reader has several ways to say so, an index out of range among them.
            throw new FormatException("The text is no JSON.");
        }
    }

    /// <summary>A member's text.</summary>
    public string? TextOf(string name) => this[name]?.Text;

    /// <summary>A member that is true or false.</summary>
    public bool? FlagOf(string name) => TextOf(name) switch { "true" => true, "false" => false, _ => null };

    /// <summary>A member that is a whole number.</summary>
    public long? NumberOf(string name) =>
        long.TryParse(TextOf(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A member that is a list of texts.</summary>
    public string[] TextsOf(string name) => this[name] is { } list ? [.. list.Items.Select(item => item.Text ?? "")] : [];

    // A member's name that XML cannot have comes as an attribute.
    private static string NameOf(XElement member) =>
        member.Name.LocalName == "item" && member.Attribute("item") is { } name ? name.Value : XmlConvert.DecodeName(member.Name.LocalName);
}
