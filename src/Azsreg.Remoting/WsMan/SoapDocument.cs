using System.Xml;
using System.Xml.Linq;

namespace Azsreg.Remoting.WsMan;

/// <summary>A received envelope, taken apart. Built from untrusted bytes: no document type, bounded depth.</summary>
internal sealed class SoapDocument
{
    private const int MaxDepth = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        MaxCharactersFromEntities = 1024,
    };

    private readonly XElement header;

    private SoapDocument(XElement header, XElement body)
    {
        this.header = header;
        Body = body;
    }

    public XElement Body { get; }

    public string? Action => header.Element(WsManNames.Addressing + "Action")?.Value.Trim();

    public string? MessageId => header.Element(WsManNames.Addressing + "MessageID")?.Value.Trim();

    public string? ResourceUri => header.Element(WsManNames.WsMan + "ResourceURI")?.Value.Trim();

    public string? OperationTimeout => header.Element(WsManNames.WsMan + "OperationTimeout")?.Value.Trim();

    public string? MaxEnvelopeSize => header.Element(WsManNames.WsMan + "MaxEnvelopeSize")?.Value.Trim();

    public string? DataLocale => header.Element(WsManNames.Microsoft + "DataLocale")?.Attribute(XNamespace.Xml + "lang")?.Value;

    public string? Locale => header.Element(WsManNames.WsMan + "Locale")?.Attribute(XNamespace.Xml + "lang")?.Value;

    public string? Selector(string name) => header.Element(WsManNames.WsMan + "SelectorSet")?
        .Elements(WsManNames.WsMan + "Selector")
        .FirstOrDefault(selector => selector.Attribute("Name")?.Value == name)?.Value.Trim();

    /// <exception cref="RemotingProtocolException">It is not an envelope.</exception>
    public static SoapDocument Parse(Stream stream)
    {
        try
        {
            using var xml = XmlReader.Create(stream, Settings);
            using var bounded = new DepthLimitedXmlReader(xml, MaxDepth);
            var root = XElement.Load(bounded);
            if (root.Name != WsManNames.Soap + "Envelope" || root.Element(WsManNames.Soap + "Body") is not { } body)
                throw new RemotingProtocolException("It is not a SOAP 1.2 envelope.");
            return new SoapDocument(root.Element(WsManNames.Soap + "Header") ?? new XElement(WsManNames.Soap + "Header"), body);
        }
        catch (Exception e) when (e is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new RemotingProtocolException("The envelope cannot be read: " + e.Message, e);
        }
    }
}
