using System.Collections.Frozen;
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

    /// <summary>The elements that are values (MS-PSRP §2.2.5.1, §2.2.5.2), each with what reads it.</summary>
    private static readonly FrozenDictionary<string, Func<ClixmlReader, object?>> Elements = new Dictionary<string, Func<ClixmlReader, object?>>
    {
        ["Obj"] = reader => reader.Object(),
        ["Ref"] = reader => reader.Reference(),
        ["Nil"] = reader => reader.Null(),
        ["S"] = reader => Unescape(reader.Content()),
        ["C"] = reader => (char)ushort.Parse(reader.Content(), NumberStyles.None, CultureInfo.InvariantCulture),
        ["B"] = reader => XmlConvert.ToBoolean(reader.Content()),
        ["DT"] = reader => Time(reader.Content()),
        ["TS"] = reader => XmlConvert.ToTimeSpan(reader.Content()),
        ["By"] = reader => byte.Parse(reader.Content(), NumberStyles.None, CultureInfo.InvariantCulture),
        ["SB"] = reader => sbyte.Parse(reader.Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ["U16"] = reader => ushort.Parse(reader.Content(), NumberStyles.None, CultureInfo.InvariantCulture),
        ["I16"] = reader => short.Parse(reader.Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ["U32"] = reader => uint.Parse(reader.Content(), NumberStyles.None, CultureInfo.InvariantCulture),
        ["I32"] = reader => int.Parse(reader.Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ["U64"] = reader => ulong.Parse(reader.Content(), NumberStyles.None, CultureInfo.InvariantCulture),
        ["I64"] = reader => long.Parse(reader.Content(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        ["Sg"] = reader => XmlConvert.ToSingle(reader.Content()),
        ["Db"] = reader => XmlConvert.ToDouble(reader.Content()),
        ["D"] = reader => XmlConvert.ToDecimal(reader.Content()),
        ["BA"] = reader => Convert.FromBase64String(reader.Content()),
        ["G"] = reader => Guid.Parse(reader.Content()),
        ["URI"] = reader => new Uri(Unescape(reader.Content()), UriKind.RelativeOrAbsolute),
        ["Version"] = reader => System.Version.Parse(reader.Content()),
        ["XD"] = reader => new XmlText(Unescape(reader.Content())),
        ["SBK"] = reader => new ScriptText(Unescape(reader.Content())),
        ["SS"] = reader => reader.Secret(),
        ["PR"] = reader => reader.Progress(),
    }.ToFrozenDictionary();

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

    /// <summary>Names of the elements that are values.</summary>
    internal static IReadOnlyCollection<string> ValueElements => Elements.Keys;

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
        return Elements.TryGetValue(xml.LocalName, out var read)
            ? read(this)
            : throw new RemotingProtocolException($"CLIXML holds the unknown element '{Shorten(xml.LocalName)}'.");
    }

    private RemoteObject Reference()
    {
        var id = Id();
        xml.Skip();
        return objects.TryGetValue(id, out var known) ? known : throw new RemotingProtocolException("CLIXML refers to an object it does not hold.");
    }

    private object? Null()
    {
        xml.Skip();
        return null;
    }

    private SecureText Secret()
    {
        var cipher = Content();
        return (secrets ?? throw new RemotingProtocolException("A secure string came before the session key was exchanged.")).Decode(cipher);
    }

    /// <summary>A progress record as a value (MS-PSRP §2.2.5.1.25); the message of that name holds a property bag instead.</summary>
    private RemoteProgress Progress()
    {
        var record = new RemoteProgress("", "");
        if (!Enter()) return record;
        while (NextElement())
        {
            record = xml.LocalName switch
            {
                "AV" => record with { Activity = Unescape(Content()) },
                "AI" => record with { ActivityId = XmlConvert.ToInt32(Content()) },
                "PI" => record with { ParentActivityId = XmlConvert.ToInt32(Content()) },
                "PC" => record with { PercentComplete = XmlConvert.ToInt32(Content()) },
                "T" => record with { IsCompleted = Content() == "Completed" },
                "SR" => record with { SecondsRemaining = XmlConvert.ToInt32(Content()) },
                "SD" => record with { Status = Unescape(Content()) },
                _ => record with { CurrentOperation = Value() as string },
            };
        }
        xml.ReadEndElement();
        return record;
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
                    // An object whose value is itself would have no end for whoever looks into it.
                    case "Ref": throw new RemotingProtocolException("An object refers to another one for its value.");
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
