using System.Globalization;
using System.Text;
using System.Xml;

namespace Azsreg.Remoting.OutOfProcess;

/// <summary>
/// One element of the framing PowerShell uses over the standard streams of a process and as an SSH subsystem. Fragments travel as base64
/// in <c>Data</c>; an empty id means the session, another one a pipeline.
/// </summary>
internal readonly record struct Packet(PacketKind Kind, Guid Pipeline, ReadOnlyMemory<byte> Data = default, string Stream = "Default")
{
    /// <summary>
    /// Begins the line by which a server over SSH tells why it cannot go on: sshd passes a subsystem's error stream on to nobody, so PowerShell's
    /// <c>-SSHServerMode</c> puts the sentence among the packets.
    /// </summary>
    public const string ErrorPrefix = "__NamedPipeError__:";

    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
    };

    /// <summary>The line as a genuine peer writes it, line feed included.</summary>
    public byte[] ToLine() => Encoding.ASCII.GetBytes(Kind == PacketKind.Data
        ? $"<Data Stream='{Stream}' PSGuid='{Pipeline}'>{Convert.ToBase64String(Data.Span)}</Data>\n"
        : $"<{Kind} PSGuid='{Pipeline}' />\n");

    /// <summary>The line of an error, line feed included; the text is kept to one line.</summary>
    public static byte[] ErrorLine(string message) => Encoding.UTF8.GetBytes($"{ErrorPrefix}{message.ReplaceLineEndings(" ")}\n");

    /// <summary>The elements of one line: usually one, but a genuine peer takes several, and blanks around them.</summary>
    /// <exception cref="RemotingProtocolException">The line holds anything else, or nothing, or the peer's own error.</exception>
    public static IReadOnlyList<Packet> ParseLine(string line)
    {
        if (line.StartsWith(ErrorPrefix, StringComparison.OrdinalIgnoreCase))
            throw new RemotingProtocolException($"The peer cannot go on: {line[ErrorPrefix.Length..].Trim()}");
        var packets = new List<Packet>(1);
        try
        {
            using var xml = XmlReader.Create(new StringReader(line), Settings);
            xml.Read();
            while (xml.MoveToContent() == XmlNodeType.Element) packets.Add(ParseElement(xml));
            if (!xml.EOF || packets.Count == 0) throw Unknown(line);
        }
        catch (Exception e) when (e is XmlException or FormatException)
        {
            throw Unknown(line);
        }
        return packets;
    }

    private static Packet ParseElement(XmlReader xml)
    {
        if (!Enum.TryParse<PacketKind>(xml.LocalName, out var kind) || char.IsDigit(xml.LocalName[0])
            || !Guid.TryParse(xml.GetAttribute("PSGuid"), CultureInfo.InvariantCulture, out var pipeline))
        {
            throw Unknown(xml.LocalName);
        }
        if (kind != PacketKind.Data)
        {
            xml.Skip();
            return new Packet(kind, pipeline);
        }
        var stream = xml.GetAttribute("Stream") is "PromptResponse" ? "PromptResponse" : "Default";
        return new Packet(kind, pipeline, Convert.FromBase64String(xml.ReadElementContentAsString()), stream);
    }

    private static RemotingProtocolException Unknown(string text) =>
        new($"An unknown element \"{(text.Length <= 80 ? text : text[..80])}\" was received.");
}
