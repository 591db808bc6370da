using System.Text;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Clixml;

public sealed class ClixmlTableTests
{
    /// <summary>Elements that are no values themselves but parts of an object (MS-PSRP §2.2.5.2).</summary>
    private static readonly string[] Parts = ["TN", "T", "TNRef", "ToString", "Props", "MS", "LST", "IE", "QUE", "STK", "DCT", "En"];

    public static TheoryData<string> Tags => [.. ClixmlTable.Entries.Select(entry => entry.Tag).Distinct()];

    [Fact]
    public void Entries_EveryElementTheReaderKnows_HasOne() =>
        ClixmlTable.Entries.Select(entry => entry.Tag).Distinct().Order(StringComparer.Ordinal).ShouldBe(ClixmlReader.ValueElements.Concat(Parts).Order(StringComparer.Ordinal));

    [Fact]
    public void Entries_EveryPrimitiveOfTheSpecification_HasOne() =>
        ClixmlTable.Entries.Select(entry => entry.Section).Where(section => section.StartsWith("2.2.5.1.", StringComparison.Ordinal)).Distinct()
            .Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 25).Select(number => $"2.2.5.1.{number}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Tags))]
    public void Write_ValueOfTheTable_IsTheLiteral(string tag)
    {
        foreach (var entry in Of(tag)) ClixmlWriter.Write(entry.Value, PlainSecureTextCodec.Instance).ShouldBe(entry.Literal);
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Read_LiteralOfTheTable_IsTheValue(string tag)
    {
        foreach (var entry in Of(tag)) SameValue.Are(ClixmlReader.Read(Bytes(entry.Literal), PlainSecureTextCodec.Instance), entry.Value).ShouldBeTrue(entry.Literal);
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Read_AnyValueWritten_IsTheSame(string tag)
    {
        foreach (var entry in Of(tag))
        {
            Seeded.Check(200, random =>
            {
                var value = entry.Generate(random);
                var written = ClixmlWriter.Write(value, PlainSecureTextCodec.Instance);

                var read = ClixmlReader.Read(Bytes(written), PlainSecureTextCodec.Instance);

                SameValue.Are(read, value).ShouldBeTrue(written);
                ClixmlWriter.Write(read, PlainSecureTextCodec.Instance).ShouldBe(written);
                written.ShouldContain("<" + tag);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Read_LiteralCutOff_IsAProtocolError(string tag)
    {
        foreach (var literal in Of(tag).Select(entry => entry.Literal))
        {
            // From the first character on: without any there is no document, which is how null is sent.
            for (var length = 1; length < literal.Length; length++)
                Should.Throw<RemotingProtocolException>(() => ClixmlReader.Read(literal[..length], PlainSecureTextCodec.Instance), literal[..length]);
        }
    }

    [Fact]
    public void Write_Enumeration_IsTheRecordedLiteral() => ClixmlWriter.Write(
        Remoting.Protocol.ProtocolObjects.Choice("System.Management.Automation.Runspaces.PSThreadOptions", "Default", 0)).ShouldBe(ClixmlTable.EnumLiteral);

    [Fact]
    public void Read_Enumeration_IsItsNumberWithItsName()
    {
        var read = ClixmlReader.Read(ClixmlTable.EnumLiteral).ShouldBeOfType<RemoteObject>();

        RemoteObject.Unwrap(read).ShouldBe(0);
        RemoteObject.TextOf(read).ShouldBe("Default");
        ClixmlWriter.Write(read).ShouldBe(ClixmlTable.EnumLiteral);
    }

    [Fact]
    public void Read_AnyCredential_IsTheSame() => Seeded.Check(200, random =>
    {
        var credential = new RemoteCredential(RandomValues.Text(random), new SecureText(RandomValues.Text(random)));

        ClixmlReader.Read(ClixmlWriter.Write(credential, PlainSecureTextCodec.Instance), PlainSecureTextCodec.Instance).ShouldBe(credential);
    });

    private static IEnumerable<ClixmlEntry> Of(string tag) => ClixmlTable.Entries.Where(entry => entry.Tag == tag);

    private static byte[] Bytes(string clixml) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(clixml)];
}
