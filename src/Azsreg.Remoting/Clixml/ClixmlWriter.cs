using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Azsreg.Remoting.Clixml;

/// <summary>Serializes values as CLIXML (MS-PSRP §2.2.5). One instance writes one document.</summary>
internal sealed class ClixmlWriter
{
    /// <summary>A genuine peer refuses to read deeper nesting than 50; nothing of ours comes near it.</summary>
    internal const int MaxDepth = 48;

    private static readonly SearchValues<char> Special = SearchValues.Create(SpecialCharacters());

    private readonly StringBuilder xml = new(512);
    private readonly SecureTextCodec? secrets;
    private readonly Dictionary<object, int> objectIds = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> typeNameIds = new(StringComparer.Ordinal);
    private int nextObjectId;
    private int depth;

    private ClixmlWriter(SecureTextCodec? secrets) => this.secrets = secrets;

    /// <summary>The document without a byte order mark.</summary>
    /// <exception cref="ArgumentException">A value has no CLIXML form, is nested too deeply, or is a secret and there is no codec.</exception>
    public static string Write(object? value, SecureTextCodec? secrets = null)
    {
        var writer = new ClixmlWriter(secrets);
        writer.Value(value, null);
        return writer.xml.ToString();
    }

    private void Value(object? value, string? name)
    {
        switch (value)
        {
            case null: Empty("Nil", name); break;
            case string text: Element("S", name, text, escape: true); break;
            case bool flag: Element("B", name, flag ? "true" : "false"); break;
            case int number: Element("I32", name, Text(number)); break;
            case long number: Element("I64", name, Text(number)); break;
            case Guid id: Element("G", name, id.ToString("D")); break;
            case Version version: Element("Version", name, version.ToString()); break;
            case char character: Element("C", name, Text((ushort)character)); break;
            case byte number: Element("By", name, Text(number)); break;
            case sbyte number: Element("SB", name, Text(number)); break;
            case short number: Element("I16", name, Text(number)); break;
            case ushort number: Element("U16", name, Text(number)); break;
            case uint number: Element("U32", name, Text(number)); break;
            case ulong number: Element("U64", name, Text(number)); break;
            case float number: Element("Sg", name, XmlConvert.ToString(number)); break;
            case double number: Element("Db", name, XmlConvert.ToString(number)); break;
            case decimal number: Element("D", name, XmlConvert.ToString(number)); break;
            case DateTime time: Element("DT", name, XmlConvert.ToString(time, XmlDateTimeSerializationMode.RoundtripKind)); break;
            case DateTimeOffset time:
                Element("DT", name, time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture));
                break;
            case TimeSpan span: Element("TS", name, XmlConvert.ToString(span)); break;
            case byte[] bytes: Element("BA", name, Convert.ToBase64String(bytes)); break;
            case Uri uri: Element("URI", name, uri.OriginalString, escape: true); break;
            case ScriptText script: Element("SBK", name, script.Text, escape: true); break;
            case RemoteProgress progress: Progress(progress, name); break;
            case XmlText document: Element("XD", name, document.Text, escape: true); break;
            case SecureText secret:
                if (secrets is null) throw new ArgumentException("A secure string needs the session key, which was not exchanged.");
                Element("SS", name, secrets.Encode(secret));
                break;
            default: Reference(value, name); break;
        }
    }

    private void Progress(RemoteProgress progress, string? name)
    {
        Open("PR", name);
        xml.Append('>');
        Element("AV", null, progress.Activity, escape: true);
        Element("AI", null, Text(progress.ActivityId));
        Value(progress.CurrentOperation, null);
        Element("PI", null, Text(progress.ParentActivityId));
        Element("PC", null, Text(progress.PercentComplete));
        Element("T", null, progress.IsCompleted ? "Completed" : "Processing");
        Element("SR", null, Text(progress.SecondsRemaining));
        Element("SD", null, progress.Status, escape: true);
        xml.Append("</PR>");
    }

    private void Reference(object value, string? name)
    {
        if (objectIds.TryGetValue(value, out var known))
        {
            Open("Ref", name);
            xml.Append(" RefId=\"").Append(known).Append("\" />");
            return;
        }
        if (++depth > MaxDepth) throw new ArgumentException($"The object is nested more than {MaxDepth} levels deep.");
        var id = nextObjectId++;
        objectIds.Add(value, id);
        Open("Obj", name);
        xml.Append(" RefId=\"").Append(id).Append("\">");
        switch (value)
        {
            case RemoteObject remote: Remote(remote); break;
            case RemoteError error: Remote(ErrorRecordClixml.ToRemoteObject(error)); break;
            case RemoteCredential credential:
                TypeNames(["System.Management.Automation.PSCredential", "System.Object"]);
                Element("ToString", null, "System.Management.Automation.PSCredential");
                xml.Append("<Props>");
                Value(credential.UserName, "UserName");
                Value(credential.Password, "Password");
                xml.Append("</Props>");
                break;
            case Enum choice:
                TypeNames([choice.GetType().FullName!, "System.Enum", "System.ValueType", "System.Object"]);
                Element("ToString", null, choice.ToString(), escape: true);
                Value(Convert.ToInt32(choice, CultureInfo.InvariantCulture), null);
                break;
            case IDictionary or IEnumerable:
                TypeNames(ContainerTypeNames(value));
                Container(value);
                break;
            default: throw new ArgumentException($"A value of type {value.GetType()} has no CLIXML form.");
        }
        xml.Append("</Obj>");
        depth--;
    }

    private void Remote(RemoteObject remote)
    {
        // A plain property bag of protocol messages has no type names at all: <Obj RefId="0"><MS>.
        if (remote.TypeNames.Count > 0) TypeNames(remote.TypeNames);
        if (remote.Text is not null) Element("ToString", null, remote.Text, escape: true);
        // The order is the one of MS-PSRP §2.2.5.2: the base value stands before the property blocks.
        switch (remote.BaseValue)
        {
            case null: break;
            case not (string or byte[] or RemoteObject) and (IDictionary or IEnumerable): Container(remote.BaseValue); break;
            default: Value(remote.BaseValue, null); break;
        }
        Properties("Props", remote.Adapted);
        Properties("MS", remote.Extended);
    }

    private void Properties(string block, IReadOnlyCollection<KeyValuePair<string, object?>> properties)
    {
        if (properties.Count == 0) return;
        xml.Append('<').Append(block).Append('>');
        foreach (var (name, value) in properties) Value(value, name);
        xml.Append("</").Append(block).Append('>');
    }

    private void Container(object value)
    {
        if (value is IDictionary dictionary)
        {
            if (dictionary.Count == 0)
            {
                xml.Append("<DCT />");
                return;
            }
            xml.Append("<DCT>");
            foreach (DictionaryEntry entry in dictionary)
            {
                xml.Append("<En>");
                Value(entry.Key, "Key");
                Value(entry.Value, "Value");
                xml.Append("</En>");
            }
            xml.Append("</DCT>");
            return;
        }
        var tag = value switch { Stack<object?> => "STK", Queue<object?> => "QUE", EnumerableList => "IE", _ => "LST" };
        xml.Append('<').Append(tag);
        var isEmpty = true;
        foreach (var item in (IEnumerable)value)
        {
            if (isEmpty) xml.Append('>');
            isEmpty = false;
            Value(item, null);
        }
        if (isEmpty) xml.Append(" />");
        else xml.Append("</").Append(tag).Append('>');
    }

    private static string[] ContainerTypeNames(object value) => value switch
    {
        IDictionary => ["System.Collections.Hashtable", "System.Object"],
        Stack<object?> => ["System.Collections.Stack", "System.Object"],
        Queue<object?> => ["System.Collections.Queue", "System.Object"],
        string[] => ["System.String[]", "System.Array", "System.Object"],
        Version[] => ["System.Version[]", "System.Array", "System.Object"],
        int[] => ["System.Int32[]", "System.Array", "System.Object"],
        _ => ["System.Object[]", "System.Array", "System.Object"],
    };

    private void TypeNames(IReadOnlyList<string> names)
    {
        var key = string.Join('\n', names);
        if (typeNameIds.TryGetValue(key, out var known))
        {
            xml.Append("<TNRef RefId=\"").Append(known).Append("\" />");
            return;
        }
        var id = typeNameIds.Count;
        typeNameIds.Add(key, id);
        xml.Append("<TN RefId=\"").Append(id).Append("\">");
        foreach (var name in names) Element("T", null, name, escape: true);
        xml.Append("</TN>");
    }

    private void Open(string tag, string? name)
    {
        xml.Append('<').Append(tag);
        if (name is null) return;
        xml.Append(" N=\"");
        Escaped(name, isAttribute: true);
        xml.Append('"');
    }

    private void Empty(string tag, string? name)
    {
        Open(tag, name);
        xml.Append(" />");
    }

    private void Element(string tag, string? name, string text, bool escape = false)
    {
        if (text.Length == 0)
        {
            Open(tag, name);
            xml.Append("></").Append(tag).Append('>');
            return;
        }
        Open(tag, name);
        xml.Append('>');
        if (escape) Escaped(text);
        else xml.Append(text);
        xml.Append("</").Append(tag).Append('>');
    }

    /// <summary>MS-PSRP §2.2.5.3.2: what XML cannot hold is written as <c>_xHHHH_</c>, and a literal <c>_x</c> as <c>_x005F_x</c>.</summary>
    private void Escaped(string text, bool isAttribute = false)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is var at and >= 0)
        {
            xml.Append(rest[..at]);
            var character = rest[at];
            switch (character)
            {
                case '<': xml.Append("&lt;"); break;
                case '>': xml.Append("&gt;"); break;
                case '&': xml.Append("&amp;"); break;
                case '"': xml.Append(isAttribute ? "&quot;" : "\""); break;
                case '_' when rest.Length == at + 1 || rest[at + 1] is not ('x' or 'X'): xml.Append('_'); break;
                default: xml.Append("_x").Append(((ushort)character).ToString("X4", CultureInfo.InvariantCulture)).Append('_'); break;
            }
            rest = rest[(at + 1)..];
        }
        xml.Append(rest);
    }

    private static string Text<T>(T number) where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    private static char[] SpecialCharacters()
    {
        List<char> characters = ['<', '>', '&', '"', '_', '\u007f', '\ufffe', '\uffff'];
        for (var c = 0; c < 0x20; c++) characters.Add((char)c);
        for (var c = 0x80; c < 0xa0; c++) characters.Add((char)c);
        for (var c = 0xd800; c < 0xe000; c++) characters.Add((char)c);
        return [.. characters];
    }
}
