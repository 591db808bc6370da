using System.Globalization;
using System.Text;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Clixml;

/// <summary>Documents that are small to send and were dear to read, or without an end.</summary>
public sealed class HostileClixmlTests
{
    [Fact]
    public void Read_ObjectThatIsItsOwnValue_IsAProtocolError() =>
        Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read("""<Obj RefId="0"><Ref RefId="0" /></Obj>"""));

    [Fact]
    public void Read_ObjectForAValue_IsWrittenAgain()
    {
        const string clixml = """<Obj RefId="0"><Obj RefId="1"><MS><I32 N="A">1</I32></MS></Obj></Obj>""";

        ClixmlWriter.Write(ClixmlReader.Read(clixml)).ShouldBe(clixml);
    }

    [Fact]
    public void AreIn_ListsThatReferToEachOtherManyTimes_Ends()
    {
        // Forty lists, each holding the next one ten times: ten to the fortieth ways to the last.
        var list = new RemoteObject([], new List<object?> { 1 });
        for (var depth = 0; depth < 40; depth++) list = new RemoteObject([], Enumerable.Repeat((object?)list, 10).ToList());

        Secrets.AreIn(list).ShouldBeFalse();
    }

    [Fact]
    public void AreIn_SecretBehindASharedObject_IsFound()
    {
        var shared = new RemoteObject { ["Password"] = new SecureText("x") };

        Secrets.AreIn(new RemoteObject([], new List<object?> { 1, new RemoteObject { ["A"] = shared }, shared })).ShouldBeTrue();
    }

    [Theory]
    [InlineData("I64")]
    [InlineData("U64")]
    [InlineData("Db")]
    [InlineData("Version")]
    [InlineData("TS")]
    public void Read_KeysWithTheHashOfDotNetInCommon_IsNotSlower(string tag)
    {
        const int count = 20_000;
        var document = new StringBuilder("<Obj><DCT>");
        for (var number = 1; number <= count; number++)
        {
            // Both halves the same: .NET's hash of a number of 64 bits is one half xor the other, of a version not all of its parts.
            var bits = ((long)number << 32) | (uint)number;
            var key = tag switch
            {
                "Db" => BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture),
                "Version" => $"{number * 16}.0",
                "TS" => System.Xml.XmlConvert.ToString(new TimeSpan(bits)),
                _ => bits.ToString(CultureInfo.InvariantCulture),
            };
            document.Append(CultureInfo.InvariantCulture, $"<En><{tag} N='Key'>{key}</{tag}><Nil N='Value'/></En>");
        }
        var keys = (System.Collections.IDictionary)RemoteObject.Unwrap(ClixmlReader.Read(document.Append("</DCT></Obj>").ToString()))!;

        keys.Count.ShouldBe(count);
        keys.Keys.Cast<object>().Select(ClixmlKeyComparer.Instance.GetHashCode).Distinct().Count().ShouldBeGreaterThan(count * 9 / 10);
    }

    [Fact]
    public void GetHashCode_EqualKeys_AreEqual() => Seeded.Check(500, random =>
    {
        var key = RandomValues.Primitive(random) ?? "";
        if (key is byte[]) return;
        var copy = ClixmlReader.Read(ClixmlWriter.Write(key, PlainSecureTextCodec.Instance), PlainSecureTextCodec.Instance)!;

        ClixmlKeyComparer.Instance.Equals(key, copy).ShouldBeTrue();
        ClixmlKeyComparer.Instance.GetHashCode(copy).ShouldBe(ClixmlKeyComparer.Instance.GetHashCode(key));
    });

    [Theory]
    [InlineData("AAAA")]
    [InlineData("!")]
    public void Read_SecretThatIsNoText_IsAProtocolError(string secret) =>
        Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read($"<SS>{secret}</SS>", PlainSecureTextCodec.Instance));

    [Fact]
    public void Decode_SecretWithHalfASurrogatePair_IsTheSecret()
    {
        var secret = new SecureText("a\ud800b");

        new AesSecureTextCodec(new byte[32]).Decode(new AesSecureTextCodec(new byte[32]).Encode(secret)).ShouldBe(secret);
        PlainSecureTextCodec.Instance.Decode(PlainSecureTextCodec.Instance.Encode(secret)).ShouldBe(secret);
    }
}
