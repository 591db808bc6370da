using Azsreg.Remoting.Clixml;
using static Azsreg.Remoting.Tests.Clixml.RandomValues;

namespace Azsreg.Remoting.Tests.Clixml;

/// <summary>Every type of CLIXML (MS-PSRP §2.2.5): a literal, its value, and a source of others.</summary>
internal static class ClixmlTable
{
    private const string ObjectTypes = """<TN RefId="0"><T>System.Management.Automation.PSCustomObject</T><T>System.Object</T></TN>""";

    public static IReadOnlyList<ClixmlEntry> Entries { get; } =
    [
        new("S", "2.2.5.1.1", "<S>This is a string_x000A_with _x005F_x &lt;é&gt; _xD83D__xDE00_</S>", "This is a string\nwith _x <é> \ud83d\ude00", Text),
        new("C", "2.2.5.1.2", "<C>97</C>", 'a', random => (char)random.Next(0x10000)),
        new("B", "2.2.5.1.3", "<B>true</B>", true, random => random.Next(2) == 0),
        new("DT", "2.2.5.1.4", "<DT>2008-04-11T10:42:32.2731993-07:00</DT>", new DateTimeOffset(2008, 4, 11, 10, 42, 32, TimeSpan.FromHours(-7)).AddTicks(2731993), OffsetTime),
        new("DT", "2.2.5.1.4", "<DT>2008-04-11T10:42:32.2731993Z</DT>", new DateTime(2008, 4, 11, 10, 42, 32, DateTimeKind.Utc).AddTicks(2731993), random => Time(random, DateTimeKind.Utc)),
        new("DT", "2.2.5.1.4", "<DT>2008-04-11T10:42:32</DT>", new DateTime(2008, 4, 11, 10, 42, 32), random => Time(random, DateTimeKind.Unspecified)),
        new("TS", "2.2.5.1.5", "<TS>PT9.0269026S</TS>", TimeSpan.FromTicks(90269026), random => new TimeSpan(random.NextInt64())),
        new("TS", "2.2.5.1.5", "<TS>-P10675199DT2H48M5.4775808S</TS>", TimeSpan.MinValue, random => new TimeSpan(-random.NextInt64())),
        new("By", "2.2.5.1.6", "<By>254</By>", (byte)254, random => (byte)random.Next(256)),
        new("SB", "2.2.5.1.7", "<SB>-127</SB>", (sbyte)-127, random => (sbyte)random.Next(-128, 128)),
        new("U16", "2.2.5.1.8", "<U16>65535</U16>", ushort.MaxValue, random => (ushort)random.Next(0x10000)),
        new("I16", "2.2.5.1.9", "<I16>-16767</I16>", (short)-16767, random => (short)random.Next(-0x8000, 0x8000)),
        new("U32", "2.2.5.1.10", "<U32>4294967295</U32>", uint.MaxValue, random => (uint)random.NextInt64(0x1_0000_0000)),
        new("I32", "2.2.5.1.11", "<I32>-2147483648</I32>", int.MinValue, random => (int)random.NextInt64(int.MinValue, 0x8000_0000L)),
        new("U64", "2.2.5.1.12", "<U64>18446744073709551615</U64>", ulong.MaxValue, random => (ulong)Long(random)),
        new("I64", "2.2.5.1.13", "<I64>-9223372036854775808</I64>", long.MinValue, random => Long(random)),
        new("Sg", "2.2.5.1.14", "<Sg>12.34</Sg>", 12.34f, random => BitConverter.Int32BitsToSingle((int)Long(random))),
        new("Sg", "2.2.5.1.14", "<Sg>NaN</Sg>", float.NaN, random => random.NextSingle()),
        new("Db", "2.2.5.1.15", "<Db>12.34</Db>", 12.34, random => BitConverter.Int64BitsToDouble(Long(random))),
        new("Db", "2.2.5.1.15", "<Db>-INF</Db>", double.NegativeInfinity, random => random.NextDouble()),
        new("D", "2.2.5.1.16", "<D>-79228162514264337593543950335</D>", decimal.MinValue, Number),
        new("BA", "2.2.5.1.17", "<BA>AQIDBA==</BA>", new byte[] { 1, 2, 3, 4 }, Bytes),
        new("G", "2.2.5.1.18", "<G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>", Guid.Parse("792e5b37-4505-47ef-b7d2-8711bb7affa8"), random => Id(random)),
        new("URI", "2.2.5.1.19", "<URI>http://www.microsoft.com/?a=1&amp;b</URI>", new Uri("http://www.microsoft.com/?a=1&b"), random => new Uri($"http://host{random.Next()}/{Uri.EscapeDataString(random.Next().ToString("x"))}?x=_x{random.Next():x4}_&y")),
        new("Nil", "2.2.5.1.20", "<Nil />", null, _ => null),
        new("Version", "2.2.5.1.21", "<Version>6.2.1.3</Version>", new Version(6, 2, 1, 3), Version),
        new("XD", "2.2.5.1.22", "<XD>&lt;name attribute=\"value\"&gt;Content&lt;/name&gt;</XD>", new XmlText("<name attribute=\"value\">Content</name>"), random => new XmlText(Text(random))),
        new("SBK", "2.2.5.1.23", "<SBK>get-command -type cmdlet</SBK>", new ScriptText("get-command -type cmdlet"), random => new ScriptText(Text(random))),
        new("SS", "2.2.5.1.24", "<SS>aAB1AHMAaAA=</SS>", new SecureText("hush"), random => new SecureText(Text(random))),
        new("PR", "2.2.5.1.25", "<PR><AV>working &amp; waiting</AV><AI>3</AI><Nil /><PI>-1</PI><PC>50</PC><T>Processing</T><SR>-1</SR><SD>half</SD></PR>",
            new RemoteProgress("working & waiting", "half") { ActivityId = 3, PercentComplete = 50 }, Progress),
        new("Obj", "2.2.5.2.2", """<Obj RefId="0"><MS><S N="A">x</S></MS></Obj>""", new RemoteObject([]) { ["A"] = "x" }, random => Bag(random, 2)),
        new("TN", "2.2.5.2.3", $"""<Obj RefId="0">{ObjectTypes}<MS><Nil N="A" /></MS></Obj>""", new RemoteObject { ["A"] = null }, random => new RemoteObject("T" + random.Next()) { ["A"] = Primitive(random) }),
        new("T", "2.2.5.2.3", $"""<Obj RefId="0">{ObjectTypes}<MS><B N="_x000A_">false</B></MS></Obj>""", new RemoteObject { ["\n"] = false }, random => new RemoteObject([Text(random), Text(random), Text(random)]) { ["A"] = Primitive(random) }),
        new("TNRef", "2.2.5.2.3", $"""<Obj RefId="0">{ObjectTypes}<MS><Obj N="A" RefId="1"><TNRef RefId="0" /><MS><I32 N="B">1</I32></MS></Obj></MS></Obj>""",
            new RemoteObject { ["A"] = new RemoteObject { ["B"] = 1 } }, random => new RemoteObject { ["A"] = new RemoteObject { ["B"] = Primitive(random) }, ["C"] = Bag(random, 1) }),
        new("Ref", "2.2.5.2.1", """<Obj RefId="0"><MS><Obj N="A" RefId="1"><MS><I32 N="B">1</I32></MS></Obj><Ref N="C" RefId="1" /></MS></Obj>""", Shared(new RemoteObject([]) { ["B"] = 1 }), random => Shared(Bag(random, 1))),
        new("ToString", "2.2.5.2.4", """<Obj RefId="0"><ToString>a &amp; b</ToString><MS><Nil N="A" /></MS></Obj>""", new RemoteObject([]) { ["A"] = null, Text = "a & b" }, random => new RemoteObject([]) { ["A"] = Primitive(random), Text = Text(random) }),
        new("STK", "2.2.5.2.6.1", """<Obj RefId="0"><TN RefId="0"><T>System.Collections.Stack</T><T>System.Object</T></TN><STK><I32>3</I32><I32>2</I32></STK></Obj>""",
            new RemoteObject(["System.Collections.Stack", "System.Object"], new Stack<object?>([2, 3])), random => new RemoteObject(["System.Collections.Stack"], new Stack<object?>(Values(random, 2)))),
        new("QUE", "2.2.5.2.6.2", """<Obj RefId="0"><TN RefId="0"><T>System.Collections.Queue</T><T>System.Object</T></TN><QUE><I32>2</I32><I32>3</I32></QUE></Obj>""",
            new RemoteObject(["System.Collections.Queue", "System.Object"], new Queue<object?>([2, 3])), random => new RemoteObject(["System.Collections.Queue"], new Queue<object?>(Values(random, 2)))),
        new("LST", "2.2.5.2.6.3", """<Obj RefId="0"><TN RefId="0"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST><S>a</S><Nil /></LST></Obj>""",
            new RemoteObject(["System.Object[]", "System.Array", "System.Object"], new List<object?> { "a", null }), random => new RemoteObject(["System.Object[]"], Values(random, 2))),
        new("IE", "2.2.5.2.6", """<Obj RefId="0"><TN RefId="0"><T>System.Linq.Enumerable</T><T>System.Object</T></TN><IE><S>a</S></IE></Obj>""",
            new RemoteObject(["System.Linq.Enumerable", "System.Object"], new EnumerableList(["a"])), random => new RemoteObject(["X"], new EnumerableList(Values(random, 2)))),
        new("DCT", "2.2.5.2.6.4", """<Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T><T>System.Object</T></TN><DCT><En><S N="Key">k</S><I32 N="Value">1</I32></En></DCT></Obj>""",
            new RemoteObject(["System.Collections.Hashtable", "System.Object"], new OrderedDictionary<object, object?> { ["k"] = 1 }), random => new RemoteObject(["System.Collections.Hashtable"], Map(random, 2))),
        new("En", "2.2.5.2.6.4", """<Obj RefId="0"><DCT><En><I64 N="Key">5</I64><Nil N="Value" /></En></DCT></Obj>""",
            new RemoteObject([], new OrderedDictionary<object, object?> { [5L] = null }), random => new RemoteObject([], Map(random, 1))),
        new("Props", "2.2.5.2.8", """<Obj RefId="0"><Props><S N="A">x</S></Props><MS><S N="B">y</S></MS></Obj>""", WithAdapted("x", "y"), random => WithAdapted(Primitive(random), Value(random, 1))),
        new("MS", "2.2.5.2.9", """<Obj RefId="0"><S>text</S><MS><S N="Note">y</S></MS></Obj>""", new RemoteObject([], "text") { ["Note"] = "y" }, random => new RemoteObject([], Text(random)) { ["Note"] = Value(random, 1) }),
    ];

    /// <summary>An enumeration is its number with its name as text (MS-PSRP §2.2.5.2.7).</summary>
    public const string EnumLiteral =
        """<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.Runspaces.PSThreadOptions</T><T>System.Enum</T><T>System.ValueType</T><T>System.Object</T></TN><ToString>Default</ToString><I32>0</I32></Obj>""";

    private static RemoteObject Shared(RemoteObject shared) => new([]) { ["A"] = shared, ["C"] = shared };

    private static RemoteObject WithAdapted(object? adapted, object? extended)
    {
        var result = new RemoteObject([]) { ["B"] = extended };
        result.SetAdapted("A", adapted);
        return result;
    }
}
