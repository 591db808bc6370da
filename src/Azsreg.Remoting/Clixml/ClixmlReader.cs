using System.Globalization;
using System.Text;
using System.Xml;

namespace Azsreg.Remoting.Clixml;

/// <summary>
/// Reads CLIXML (MS-PSRP §2.2.5) from an untrusted peer: no document type, bounded depth and number of values; every malformed
/// document is a <see cref="RemotingProtocolException"/>.
/// </summary>
internal sealed class ClixmlReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Fragment,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = false,
        MaxCharactersFromEntities = 1024,
        // Genuine peers send raw control characters now and then (Windows PowerShell in error texts).
        CheckCharacters = false,
    };

    private readonly XmlReader xml;
    private readonly SecureTextCodec? secrets;
    private readonly ClixmlLimits limits;
    private readonly Dictionary<int, RemoteObject> objects = [];
    private readonly Dictionary<int, IReadOnlyList<string>> typeNames = [];
    private int depth;
    private int elements;

    private ClixmlReader(XmlReader xml, SecureTextCodec? secrets, ClixmlLimits limits)
    {
        this.xml = xml;
        this.secrets = secrets;
        this.limits = limits;
    }

    /// <summary>Reads one value; an empty document is null (a genuine peer sends null output so).</summary>
    public static object? Read(ReadOnlyMemory<byte> utf8, SecureTextCodec? secrets = null, ClixmlLimits? limits = null)
    {
        var span = utf8.Span;
        if (span.StartsWith(Encoding.UTF8.Preamble)) span = span[Encoding.UTF8.Preamble.Length..];
        if (span.IsEmpty) return null;
        return Read(Encoding.UTF8.GetString(span), secrets, limits);
    }

    /// <summary>Reads one value from text.</summary>
    public static object? Read(string text, SecureTextCodec? secrets = null, ClixmlLimits? limits = null)
    {
        try
        {
            using var xml = XmlReader.Create(new StringReader(text), Settings);
            if (xml.MoveToContent() != XmlNodeType.Element)
                return xml.EOF ? null : throw new RemotingProtocolException("CLIXML begins with text instead of an element.");
            return new ClixmlReader(xml, secrets, limits ?? ClixmlLimits.Default).Value();
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw new RemotingProtocolException("CLIXML cannot be read: " + e.Message, e);
        }
    }

    /// <summary>Reads the value at the reader's element and moves behind it.</summary>
    private object? Value()
    {
        if (++elements > limits.MaxElements) throw new RemotingProtocolException("CLIXML holds too many values.");
        switch (xml.LocalName)
        {
            case "Obj": return Object();
            case "Ref":
                var id = Id();
                xml.Skip();
                return objects.TryGetValue(id, out var known)
                    ? known
                    : throw new RemotingProtocolException("CLIXML refers to an object it does not hold.");
            case "Nil":
                xml.Skip();
                return null;
            case "S": return Unescape(Content());
            case "B": return XmlConvert.ToBoolean(Content());
            case "I32": return int.Parse(Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            case "I64": return long.Parse(Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            case "G": return Guid.Parse(Content());
            case "Version": return System.Version.Parse(Content());
            case "C": return (char)ushort.Parse(Content(), NumberStyles.None, CultureInfo.InvariantCulture);
            case "By": return byte.Parse(Content(), NumberStyles.None, CultureInfo.InvariantCulture);
            case "SB": return sbyte.Parse(Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            case "I16": return short.Parse(Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            case "U16": return ushort.Parse(Content(), NumberStyles.None, CultureInfo.InvariantCulture);
            case "U32": return uint.Parse(Content(), NumberStyles.None, CultureInfo.InvariantCulture);
            case "U64": return ulong.Parse(Content(), NumberStyles.None, CultureInfo.InvariantCulture);
            case "Sg": return XmlConvert.ToSingle(Content());
            case "Db": return XmlConvert.ToDouble(Content());
            case "D": return XmlConvert.ToDecimal(Content());
            case "DT": return Time(Content());
            case "TS": return XmlConvert.ToTimeSpan(Content());
            case "BA": return Convert.FromBase64String(Content());
            case "URI": return new Uri(Unescape(Content()), UriKind.RelativeOrAbsolute);
            case "SBK": return new ScriptText(Unescape(Content()));
            case "XD": return new XmlText(Unescape(Content()));
            case "SS":
                var cipher = Content();
                return (secrets ?? throw new RemotingProtocolException("A secure string came before the session key was exchanged.")).Decode(cipher);
            case "PR": return Unescape(xml.ReadInnerXml());
            default: throw new RemotingProtocolException($"CLIXML holds the unknown element '{Shorten(xml.LocalName)}'.");
        }
    }

    private object Object()
    {
        if (++depth > limits.MaxDepth) throw new RemotingProtocolException("CLIXML is nested too deeply.");
        var result = new RemoteObject([]);
        if (xml.GetAttribute("RefId") is { } id) objects[int.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture)] = result;
        if (Enter())
        {
            while (NextElement())
            {
                switch (xml.LocalName)
                {
                    case "TN": result.TypeNames = TypeNames(); break;
                    case "TNRef":
                        result.TypeNames = typeNames.TryGetValue(Id(), out var names)
                            ? names
                            : throw new RemotingProtocolException("CLIXML refers to type names it does not hold.");
                        xml.Skip();
                        break;
                    case "ToString": result.Text = Unescape(Content()); break;
                    case "Props": Properties(result.SetAdapted); break;
                    case "MS": Properties((name, value) => result[name] = value); break;
                    case "LST": result.BaseValue = List(); break;
                    case "IE": result.BaseValue = new EnumerableList(List()); break;
                    case "QUE": result.BaseValue = new Queue<object?>(List()); break;
                    case "STK":
                        // Written from the top down: pushed in reverse, so that the first is on top again.
                        result.BaseValue = new Stack<object?>(Enumerable.Reverse(List()));
                        break;
                    case "DCT": Dictionary(result); break;
                    default: result.BaseValue = Value(); break;
                }
            }
            xml.ReadEndElement();
        }
        depth--;
        return result.Is("System.Management.Automation.PSCredential") && result["Password"] is SecureText password
            ? new RemoteCredential(result.GetString("UserName") ?? "", password)
            : result;
    }

    private List<string> TypeNames()
    {
        var names = new List<string>(4);
        typeNames[Id()] = names;
        if (!Enter()) return names;
        while (NextElement())
        {
            if (names.Count == 64) throw new RemotingProtocolException("An object has too many type names.");
            names.Add(Unescape(Content()));
        }
        xml.ReadEndElement();
        return names;
    }

    private void Properties(Action<string, object?> add)
    {
        if (!Enter()) return;
        while (NextElement())
        {
            var name = xml.GetAttribute("N") ?? throw new RemotingProtocolException("A property has no name.");
            add(Unescape(name), Value());
        }
        xml.ReadEndElement();
    }

    private List<object?> List()
    {
        var list = new List<object?>();
        if (!Enter()) return list;
        while (NextElement()) list.Add(Value());
        xml.ReadEndElement();
        return list;
    }

    private void Dictionary(RemoteObject owner)
    {
        var dictionary = new OrderedDictionary<object, object?>(ClixmlKeyComparer.Instance);
        owner.BaseValue = dictionary;
        if (!Enter()) return;
        while (NextElement())
        {
            if (xml.LocalName != "En" || !Enter()) throw new RemotingProtocolException("A dictionary holds something that is not an entry.");
            object? key = null, value = null;
            while (NextElement())
            {
                if (xml.GetAttribute("N") == "Key") key = Value();
                else value = Value();
            }
            xml.ReadEndElement();
            dictionary[key ?? throw new RemotingProtocolException("An entry of a dictionary has no key.")] = value;
        }
        xml.ReadEndElement();
    }

    /// <summary>Goes into the element; false if it is empty (and then stands behind it).</summary>
    private bool Enter()
    {
        var empty = xml.IsEmptyElement;
        xml.Read();
        return !empty;
    }

    /// <summary>True at the next child element, false at the end of the parent.</summary>
    private bool NextElement()
    {
        switch (xml.MoveToContent())
        {
            case XmlNodeType.Element: return true;
            case XmlNodeType.EndElement: return false;
            case XmlNodeType.None: throw new RemotingProtocolException("CLIXML ends in the middle.");
            default: throw new RemotingProtocolException("CLIXML holds text where an element belongs.");
        }
    }

    private string Content() => xml.ReadElementContentAsString();

    private int Id() => int.Parse(xml.GetAttribute("RefId") ?? "", NumberStyles.None, CultureInfo.InvariantCulture);

    private static object Time(string text)
    {
        // "…Z" and "…" are DateTime of kind UTC and unspecified; only a numeric offset says more than DateTime can hold.
        var hasOffset = text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-';
        return hasOffset ? (object)XmlConvert.ToDateTimeOffset(text) : XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.RoundtripKind);
    }

    internal static string Unescape(string text)
    {
        var at = text.IndexOf("_x", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return text;
        var result = new StringBuilder(text.Length);
        var from = 0;
        while (at >= 0)
        {
            if (at + 6 < text.Length && text[at + 6] == '_'
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append(text, from, at - from).Append((char)code);
                from = at + 7;
                at = text.IndexOf("_x", from, StringComparison.OrdinalIgnoreCase);
            }
            else at = text.IndexOf("_x", at + 1, StringComparison.OrdinalIgnoreCase);
        }
        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40];
}
