using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>Damages samples: some blindly, some knowing what XML, length fields, references and encodings are.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> samples, bool isXml)
{
    private const int MaxLength = 1 << 20;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "<!DOCTYPE S [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;&a;'>]>", "&c;", "&#0;", "&#xFFFF;", "&#x1F600;", "&amp;", "<![CDATA[", "]]>", "<!--", "-->",
            "<?xml version='1.0' encoding='utf-16'?>", "<?xml version='1.1'?>", "<Ref RefId=\"0\" />", "<Ref RefId=\"7\" />", "<Nil />", "<Nil N=\"V\"/>",
            "<Obj RefId=\"0\">", "<Obj RefId=\"0\"><Ref RefId=\"0\" /></Obj>", "<TNRef RefId=\"0\" />", "<TN RefId=\"0\"><T>System.Management.Automation.PSCredential</T></TN>",
            "<LST>", "</LST>", "<DCT><En><Ref N=\"Key\" RefId=\"0\" /><Nil N=\"Value\" /></En></DCT>", "<MS>", "</MS>", "<S></S>", "_x0000_", "_xD800_", "_x005F_",
            "99999999999999999999", "-1", "2147483648", "1e999", "NaN", "INF", "P99999999999D", "9999-12-31T23:59:59.9999999+14:00", "0001-01-01T00:00:00-14:00",
            "====", "AAA=A", "\u0000", "\ufeff", "\u2028", "PT0S", "00000000-0000-0000-0000-000000000000", "xmlns:s='urn:x'", " xml:lang='en'", "s:mustUnderstand='true'",
            "<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete</a:Action>", "<rsp:Stream Name='stdin'>AAAA</rsp:Stream>", "<Data Stream='Default' PSGuid=''>", "/>", "</", "<", ">", "\"",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly string[] Names =
    [
        "Obj", "Ref", "Nil", "S", "C", "B", "DT", "TS", "By", "SB", "U16", "I16", "U32", "I32", "U64", "I64", "Sg", "Db", "D", "BA", "G", "URI", "Version", "XD",
        "SBK", "SS", "PR", "TN", "TNRef", "T", "ToString", "Props", "MS", "LST", "IE", "QUE", "STK", "DCT", "En", "Data", "Close", "Signal", "Command",
    ];

    private static readonly SearchValues<byte> EndsOfNames = SearchValues.Create(" />\t\r\n"u8);

    private static readonly long[] Numbers = [0, 1, 2, 21, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, int.MaxValue, uint.MaxValue, 1L << 32, long.MaxValue, -1, long.MinValue];

    /// <summary>A damaged sample, the same one for the same random numbers.</summary>
    public byte[] Next(Random random)
    {
        var bytes = samples[random.Next(samples.Count)];
        if (isXml && random.Next(500) == 0) return Huge(bytes, random);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            bytes = isXml && random.Next(3) > 0 ? ChangeXml(bytes, random) : ChangeBytes(bytes, random);
        return bytes;
    }

    private byte[] ChangeBytes(byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return Tokens[random.Next(Tokens.Length)];
        var at = random.Next(bytes.Length);
        var length = Math.Min(bytes.Length - at, 1 << random.Next(10));
        switch (random.Next(9))
        {
            case 0: return Changed(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8))));
            case 1: return Changed(bytes, at, (byte)random.Next(256));
            case 2: return bytes[..at];
            case 3: return bytes[at..];
            case 4: return Splice(bytes, at, 0, bytes.AsSpan(at, length));
            case 5: return Splice(bytes, at, length, default);
            case 6:
                var other = samples[random.Next(samples.Count)];
                return Splice(bytes, at, bytes.Length - at, other.AsSpan(other.Length == 0 ? 0 : random.Next(other.Length)));
            case 7: return Splice(bytes, at, 0, Tokens[random.Next(Tokens.Length)]);
            default: return Number(bytes, at, random);
        }
    }

    /// <summary>A lie in what may be a length, a count or an id.</summary>
    private static byte[] Number(byte[] bytes, int at, Random random)
    {
        var field = new byte[8];
        var number = random.Next(4) == 0 ? bytes.Length + random.Next(-2, 3) : Numbers[random.Next(Numbers.Length)];
        var width = 1 << random.Next(1, 4);
        BinaryPrimitives.WriteInt64LittleEndian(field, number);
        if (random.Next(2) == 0) Array.Reverse(field, 0, width);
        var copy = bytes.ToArray();
        field.AsSpan(0, Math.Min(width, copy.Length - at)).CopyTo(copy.AsSpan(at));
        return copy;
    }

    private static byte[] ChangeXml(byte[] bytes, Random random)
    {
        if (!TryPick(bytes, random, out var element)) return Splice(bytes, bytes.Length, 0, Tokens[random.Next(Tokens.Length)]);
        var (start, nameLength, headEnd, bodyEnd, end) = element;
        var whole = bytes.AsSpan(start, end - start);
        switch (random.Next(11))
        {
            case 0:
                var name = Encoding.ASCII.GetBytes(Names[random.Next(Names.Length)]);
                var renamed = Splice(bytes, start + 1, nameLength, name);
                return bodyEnd == end ? renamed : Splice(renamed, bodyEnd + 2 + name.Length - nameLength, nameLength, name);
            case 1: return Splice(bytes, end, 0, whole);
            case 2: return Splice(bytes, start, end - start, default);
            case 3: return Splice(bytes, headEnd, bodyEnd - headEnd, Tokens[random.Next(Tokens.Length)]);
            case 4: return Splice(bytes, headEnd, 0, Tokens[random.Next(Tokens.Length)]);
            case 5: return Splice(bytes, start, end - start, Encoding.ASCII.GetBytes($"<Ref RefId=\"{random.Next(12)}\" />"));
            case 6:
                // The element once more, as the content of itself or of whatever it was next to.
                return Splice(bytes, headEnd, bodyEnd - headEnd, whole.ToArray());
            case 7:
                var wrapper = Names[random.Next(Names.Length)];
                return Splice(bytes, start, end - start, [.. Encoding.ASCII.GetBytes($"<{wrapper} RefId=\"{random.Next(4)}\">"), .. whole, .. Encoding.ASCII.GetBytes($"</{wrapper}>")]);
            case 8: return OtherReference(bytes, random);
            case 9: return random.Next(8) > 0 ? Splice(bytes, start, 0, Tokens[random.Next(Tokens.Length)]) : Encode(bytes, random);
            default: return Splice(bytes, bodyEnd, end - bodyEnd, default);
        }
    }

    /// <summary>References to others, to the object itself, and forward.</summary>
    private static byte[] OtherReference(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length);
        var mark = bytes.AsSpan(from).IndexOf("RefId=\""u8);
        if (mark < 0) return bytes;
        var at = from + mark + 7;
        var digits = bytes.AsSpan(at).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Splice(bytes, at, Math.Max(0, digits), Encoding.ASCII.GetBytes(random.Next(16).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static byte[] Encode(byte[] bytes, Random random) => random.Next(4) switch
    {
        0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))],
        1 => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(bytes))],
        2 => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. bytes],
        _ => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)),
    };

    /// <summary>Deep nesting and great numbers of things.</summary>
    private static byte[] Huge(byte[] bytes, Random random)
    {
        if (!TryPick(bytes, random, out var element)) return bytes;
        var name = Names[random.Next(Names.Length)];
        var times = random.Next(100, 20_000);
        byte[] one = random.Next(3) switch
        {
            0 => Encoding.ASCII.GetBytes($"<{name}>"),
            1 => Encoding.ASCII.GetBytes($"<Obj><MS><{name} N='x'>"),
            _ => bytes[element.Start..element.End],
        };
        times = Math.Max(1, Math.Min(times, (MaxLength - bytes.Length) / Math.Max(1, one.Length)));
        var many = new byte[times * one.Length];
        for (var i = 0; i < times; i++) one.CopyTo(many, i * one.Length);
        return Splice(bytes, element.Start, 0, many);
    }

    /// <summary>An element from a random place on: its beginning, the end of its start tag, the beginning of its end tag, its end.</summary>
    private static bool TryPick(byte[] bytes, Random random, out (int Start, int NameLength, int HeadEnd, int BodyEnd, int End) element)
    {
        element = default;
        if (bytes.Length < 4) return false;
        var from = random.Next(bytes.Length);
        for (var tries = 0; tries < 8; tries++)
        {
            var open = bytes.AsSpan(from).IndexOf((byte)'<');
            if (open < 0)
            {
                if (from == 0) return false;
                from = 0;
                continue;
            }
            var start = from + open;
            var rest = bytes.AsSpan(start + 1);
            var nameLength = rest.IndexOfAny(EndsOfNames);
            var head = rest.IndexOf((byte)'>');
            if (nameLength <= 0 || head < 0)
            {
                from = start + 1 < bytes.Length ? start + 1 : 0;
                continue;
            }
            var headEnd = start + 1 + head + 1;
            if (bytes[headEnd - 2] == '/')
            {
                element = (start, nameLength, headEnd, headEnd, headEnd);
                return true;
            }
            var close = bytes.AsSpan(headEnd).IndexOf((ReadOnlySpan<byte>)[.. "</"u8, .. rest[..nameLength], (byte)'>']);
            if (close >= 0)
            {
                element = (start, nameLength, headEnd, headEnd + close, headEnd + close + nameLength + 3);
                return true;
            }
            from = headEnd < bytes.Length ? headEnd : 0;
        }
        return false;
    }

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }

    private static byte[] Splice(byte[] bytes, int at, int remove, ReadOnlySpan<byte> insert)
    {
        if (bytes.Length - remove + insert.Length > MaxLength) return bytes;
        var result = new byte[bytes.Length - remove + insert.Length];
        bytes.AsSpan(0, at).CopyTo(result);
        insert.CopyTo(result.AsSpan(at));
        bytes.AsSpan(at + remove).CopyTo(result.AsSpan(at + insert.Length));
        return result;
    }
}
