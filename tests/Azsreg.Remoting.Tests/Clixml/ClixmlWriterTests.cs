using Azsreg.Remoting.Clixml;

namespace Azsreg.Remoting.Tests.Clixml;

public sealed class ClixmlWriterTests
{
    public static TheoryData<object?, string> Literals => new()
    {
        { null, "<Nil />" },
        { "", "<S></S>" },
        { "a<b>&\"c\"", "<S>a&lt;b&gt;&amp;\"c\"</S>" },
        { "line\nfeed\t\u0001\u001b", "<S>line_x000A_feed_x0009__x0001__x001B_</S>" },
        { "\ud83d\ude00", "<S>_xD83D__xDE00_</S>" },
        { "_x000A_", "<S>_x005F_x000A_</S>" },
        { "a_b", "<S>a_b</S>" },
        { true, "<B>true</B>" },
        { 'A', "<C>65</C>" },
        { (byte)254, "<By>254</By>" },
        { (sbyte)-127, "<SB>-127</SB>" },
        { (short)-16767, "<I16>-16767</I16>" },
        { (ushort)65535, "<U16>65535</U16>" },
        { int.MinValue, "<I32>-2147483648</I32>" },
        { uint.MaxValue, "<U32>4294967295</U32>" },
        { long.MinValue, "<I64>-9223372036854775808</I64>" },
        { ulong.MaxValue, "<U64>18446744073709551615</U64>" },
        { 12.25f, "<Sg>12.25</Sg>" },
        { double.NegativeInfinity, "<Db>-INF</Db>" },
        { 12.5m, "<D>12.5</D>" },
        { new DateTime(2024, 2, 29, 13, 14, 15, 123, DateTimeKind.Utc), "<DT>2024-02-29T13:14:15.123Z</DT>" },
        { new DateTime(2024, 2, 29, 13, 14, 15), "<DT>2024-02-29T13:14:15</DT>" },
        { new DateTimeOffset(2024, 2, 29, 13, 14, 15, TimeSpan.FromHours(-8)), "<DT>2024-02-29T13:14:15-08:00</DT>" },
        { TimeSpan.FromSeconds(90.5), "<TS>PT1M30.5S</TS>" },
        { new byte[] { 1, 2, 3, 4 }, "<BA>AQIDBA==</BA>" },
        { Guid.Parse("792e5b37-4505-47ef-b7d2-8711bb7affa8"), "<G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>" },
        { new Uri("http://www.example.com/?a=1&b"), "<URI>http://www.example.com/?a=1&amp;b</URI>" },
        { new Version(6, 2, 1, 3), "<Version>6.2.1.3</Version>" },
        { new ScriptText("get-command -type cmdlet"), "<SBK>get-command -type cmdlet</SBK>" },
        { new XmlText("<name attribute=\"value\">Content</name>"), "<XD>&lt;name attribute=\"value\"&gt;Content&lt;/name&gt;</XD>" },
    };

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void Write_Primitive_IsTheLiteralOfTheTable(object? value, string expected) => ClixmlWriter.Write(value).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void Read_LiteralOfTheTable_IsTheValue(object? value, string literal) => ClixmlReader.Read(literal).ShouldBe(value);

    [Fact]
    public void Write_HashTable_NamesItsTypes() => ClixmlWriter.Write(new Dictionary<string, object?> { ["k"] = 1 }).ShouldBe(
        """<Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T><T>System.Object</T></TN><DCT><En><S N="Key">k</S><I32 N="Value">1</I32></En></DCT></Obj>""");

    [Fact]
    public void Write_StringArray_NamesItsTypes() => ClixmlWriter.Write(new[] { "a" }).ShouldBe(
        """<Obj RefId="0"><TN RefId="0"><T>System.String[]</T><T>System.Array</T><T>System.Object</T></TN><LST><S>a</S></LST></Obj>""");

    [Fact]
    public void Write_Enumeration_CarriesNameAndNumber() => ClixmlWriter.Write(DayOfWeek.Tuesday).ShouldBe(
        """<Obj RefId="0"><TN RefId="0"><T>System.DayOfWeek</T><T>System.Enum</T><T>System.ValueType</T><T>System.Object</T></TN><ToString>Tuesday</ToString><I32>2</I32></Obj>""");

    [Fact]
    public void Write_SameTypesTwice_RefersToTheFirst() => ClixmlWriter.Write(new object[] { new Stack<object?>(), new Stack<object?>() }).ShouldBe(
        """<Obj RefId="0"><TN RefId="0"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN><LST><Obj RefId="1"><TN RefId="1"><T>System.Collections.Stack</T><T>System.Object</T></TN><STK /></Obj><Obj RefId="2"><TNRef RefId="1" /><STK /></Obj></LST></Obj>""");

    [Fact]
    public void Write_SameObjectTwice_RefersToTheFirst()
    {
        var shared = new RemoteObject([]) { ["A"] = 1 };

        var xml = ClixmlWriter.Write(new RemoteObject([]) { ["x"] = shared, ["y"] = shared });

        xml.ShouldBe("""<Obj RefId="0"><MS><Obj N="x" RefId="1"><MS><I32 N="A">1</I32></MS></Obj><Ref N="y" RefId="1" /></MS></Obj>""");
        var read = ClixmlReader.Read(xml).ShouldBeOfType<RemoteObject>();
        read["x"].ShouldBeSameAs(read["y"]);
    }

    [Fact]
    public void Write_Credential_CarriesItsPasswordEncoded() =>
        ClixmlWriter.Write(new RemoteCredential("usr", new SecureText("hi")), PlainSecureTextCodec.Instance).ShouldBe(
            """<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.PSCredential</T><T>System.Object</T></TN><ToString>System.Management.Automation.PSCredential</ToString><Props><S N="UserName">usr</S><SS N="Password">aABpAA==</SS></Props></Obj>""");

    [Fact]
    public void Write_SecretWithoutKey_Fails() => Should.Throw<ArgumentException>(() => ClixmlWriter.Write(new SecureText("x")));

    [Fact]
    public void Write_NestedTooDeeply_Fails()
    {
        var value = new RemoteObject([]);
        for (var i = 0; i < ClixmlWriter.MaxDepth; i++) value = new RemoteObject([]) { ["x"] = value };

        Should.Throw<ArgumentException>(() => ClixmlWriter.Write(value));
    }

    [Fact]
    public void Write_StackAndQueue_KeepTheirOrder()
    {
        var stack = new Stack<object?>([1, 2, 3]);

        var xml = ClixmlWriter.Write(stack);

        xml.ShouldContain("<STK><I32>3</I32><I32>2</I32><I32>1</I32></STK>");
        RemoteObject.Unwrap(ClixmlReader.Read(xml)).ShouldBeOfType<Stack<object?>>().Peek().ShouldBe(3);
    }
}
