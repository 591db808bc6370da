using System.Text;
using Azsreg.Remoting.Clixml;

namespace Azsreg.Remoting.Tests.Clixml;

public sealed class ClixmlReaderTests
{
    [Theory]
    [InlineData("<!DOCTYPE S [<!ENTITY a 'b'>]><S>&a;</S>")]
    [InlineData("<I32>x</I32>")]
    [InlineData("<I32>99999999999</I32>")]
    [InlineData("<G>no</G>")]
    [InlineData("<BA>!</BA>")]
    [InlineData("<Unknown/>")]
    [InlineData("<Obj RefId='0'><MS><S>no name</S></MS></Obj>")]
    [InlineData("<Obj RefId='0'><MS><S N='a'>cut")]
    [InlineData("<Obj RefId='x'/>")]
    [InlineData("<Ref RefId='7'/>")]
    [InlineData("<Obj><TNRef RefId='7'/></Obj>")]
    [InlineData("<Obj><DCT><S>1</S></DCT></Obj>")]
    [InlineData("<Obj><DCT><En><S N='Value'>1</S></En></DCT></Obj>")]
    [InlineData("<Obj>text</Obj>")]
    [InlineData("<SS>AAAA</SS>")]
    [InlineData("<Version>1.2.3.4.5</Version>")]
    [InlineData("<TS>soon</TS>")]
    [InlineData("text")]
    public void Read_Malformed_IsAProtocolError(string xml) => Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read(xml));

    [Fact]
    public void Read_NestedTooDeeply_IsAProtocolError()
    {
        var xml = new StringBuilder();
        for (var i = 0; i < 100_000; i++) xml.Append("<Obj><MS><Obj N='x'>");

        Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read(xml.ToString()));
    }

    [Fact]
    public void Read_TooManyValues_IsAProtocolError()
    {
        var xml = "<Obj><LST>" + string.Concat(Enumerable.Repeat("<Nil/>", 11)) + "</LST></Obj>";

        Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read(xml, limits: new ClixmlLimits(MaxElements: 10)));
    }

    [Fact]
    public void Read_EmptyBody_IsNull() => ClixmlReader.Read(ReadOnlyMemory<byte>.Empty).ShouldBeNull();

    [Fact]
    public void Read_BodyWithByteOrderMark_IsRead() => ClixmlReader.Read(new byte[] { 0xef, 0xbb, 0xbf, (byte)'<', (byte)'N', (byte)'i', (byte)'l', (byte)'/', (byte)'>' }).ShouldBeNull();

    [Fact]
    public void Read_ObjectThatHoldsItself_Ends()
    {
        var read = ClixmlReader.Read("<Obj RefId='0'><MS><Ref N='Self' RefId='0'/></MS></Obj>").ShouldBeOfType<RemoteObject>();

        read["Self"].ShouldBeSameAs(read);
        ClixmlWriter.Write(read).ShouldBe("""<Obj RefId="0"><MS><Ref N="Self" RefId="0" /></MS></Obj>""");
    }

    [Fact]
    public void Read_DictionaryKeys_AreFoundWithoutCase()
    {
        var read = RemoteObject.Unwrap(ClixmlReader.Read("<Obj><DCT><En><S N='Key'>Name</S><I32 N='Value'>1</I32></En></DCT></Obj>"));

        read.ShouldBeAssignableTo<System.Collections.IDictionary>()!["NAME"].ShouldBe(1);
    }

    [Fact]
    public void Read_ValueWithNotes_KeepsBoth()
    {
        var read = ClixmlReader.Read("<Obj RefId='0'><S>text</S><MS><S N='PSComputerName'>srv</S></MS></Obj>").ShouldBeOfType<RemoteObject>();

        read.BaseValue.ShouldBe("text");
        read["pscomputername"].ShouldBe("srv");
        RemoteObject.TextOf(read).ShouldBe("text");
    }

    [Theory]
    [InlineData("_x0041_", "A")]
    [InlineData("_X0041_", "A")]
    [InlineData("_x004", "_x004")]
    [InlineData("_x00GG_", "_x00GG_")]
    [InlineData("_x005F_x0041_", "_x0041_")]
    [InlineData("__x0041__", "_A_")]
    public void Unescape_Text_ReplacesWholeEscapesOnly(string text, string expected) => ClixmlReader.Unescape(text).ShouldBe(expected);
}
