using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>Writes the client's envelopes (MS-WSMV §3.1.4).</summary>
internal sealed class WsManRequest(RemotingConnection connection, Guid sessionId)
{
    /// <summary>Bytes an envelope needs besides its base64 payload; the captures show about 2,000.</summary>
    private const int Overhead = 4_096;

    private readonly string to = SecurityElement.Escape(connection.Uri.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped))!;
    private readonly string resource = SecurityElement.Escape(WsManNames.ResourcePrefix + connection.ConfigurationName)!;
    private readonly string culture = SecurityElement.Escape(connection.Culture)!;

    /// <summary>Largest fragment that fits into an envelope as base64.</summary>
    public static int MaxFragment(int maxEnvelope) => Math.Clamp((maxEnvelope - Overhead) / 4 * 3, 1_024, Protocol.FragmentWriter.DefaultMaxFragment);

    public static int MaxPayload(int maxEnvelope) => (maxEnvelope - Overhead) / 4 * 3;

    public string Create(Guid shell, ReadOnlySpan<byte> opening) => Envelope(
        WsManNames.ActionCreate, null,
        """<w:OptionSet s:mustUnderstand="true"><w:Option Name="protocolversion" MustComply="true">2.3</w:Option></w:OptionSet>""",
        $"""<rsp:Shell ShellId="{Id(shell)}"><rsp:IdleTimeOut>{Duration(connection.IdleTimeout)}</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><creationXml xmlns="http://schemas.microsoft.com/powershell">{Convert.ToBase64String(opening)}</creationXml></rsp:Shell>""");

    public string Command(string shell, Guid command, ReadOnlySpan<byte> first) => Envelope(
        WsManNames.ActionCommand, shell,
        """<w:OptionSet s:mustUnderstand="true"><w:Option Name="WINRS_SKIP_CMD_SHELL">False</w:Option></w:OptionSet>""",
        $"""<rsp:CommandLine CommandId="{Id(command)}"><rsp:Command /><rsp:Arguments>{Convert.ToBase64String(first)}</rsp:Arguments></rsp:CommandLine>""");

    public string Send(string shell, Guid command, ReadOnlySpan<byte> fragments) => Envelope(
        WsManNames.ActionSend, shell, "",
        $"""<rsp:Send><rsp:Stream Name="stdin"{CommandAttribute(command)}>{Convert.ToBase64String(fragments)}</rsp:Stream></rsp:Send>""");

    public string Receive(string shell, Guid command, TimeSpan timeout) => Envelope(
        WsManNames.ActionReceive, shell,
        """<w:OptionSet s:mustUnderstand="true"><w:Option Name="WSMAN_CMDSHELL_OPTION_KEEPALIVE">True</w:Option></w:OptionSet>""",
        $"""<rsp:Receive><rsp:DesiredStream{CommandAttribute(command)}>stdout</rsp:DesiredStream></rsp:Receive>""", timeout);

    public string Signal(string shell, Guid command, string code) => Envelope(
        WsManNames.ActionSignal, shell, "",
        $"""<rsp:Signal{CommandAttribute(command)}><rsp:Code>{code}</rsp:Code></rsp:Signal>""");

    public string Delete(string shell) => Envelope(WsManNames.ActionDelete, shell, "", "");

    private string Envelope(string action, string? shell, string options, string body, TimeSpan? timeout = null)
    {
        var xml = new StringBuilder(2_048 + body.Length);
        xml.Append("""<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<a:To>{to}</a:To><w:ResourceURI s:mustUnderstand="true">{resource}</w:ResourceURI><a:ReplyTo><a:Address s:mustUnderstand="true">{WsManNames.Anonymous}</a:Address></a:ReplyTo><a:Action s:mustUnderstand="true">{action}</a:Action><w:MaxEnvelopeSize s:mustUnderstand="true">{connection.MaxEnvelopeSize}</w:MaxEnvelopeSize>""");
        xml.Append(CultureInfo.InvariantCulture, $"""<a:MessageID>uuid:{Id(Guid.CreateVersion7(connection.Clock.GetUtcNow()))}</a:MessageID><w:Locale xml:lang="{culture}" s:mustUnderstand="false" /><p:DataLocale xml:lang="{culture}" s:mustUnderstand="false" /><p:SessionId s:mustUnderstand="false">uuid:{Id(sessionId)}</p:SessionId>""");
        xml.Append(options);
        if (shell is not null)
            xml.Append("""<w:SelectorSet><w:Selector Name="ShellId">""").Append(SecurityElement.Escape(shell)).Append("</w:Selector></w:SelectorSet>");
        xml.Append(CultureInfo.InvariantCulture, $"<w:OperationTimeout>{Duration(timeout ?? connection.OperationTimeout)}</w:OperationTimeout></s:Header>");
        if (body.Length == 0) xml.Append("<s:Body />");
        else xml.Append("<s:Body>").Append(body).Append("</s:Body>");
        return xml.Append("</s:Envelope>").ToString();
    }

    private static string CommandAttribute(Guid command) => command == Guid.Empty ? "" : $" CommandId=\"{Id(command)}\"";

    /// <summary>Windows compares ids as text in upper case.</summary>
    private static string Id(Guid id) => id.ToString("D").ToUpperInvariant();

    private static string Duration(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"PT{span.TotalSeconds:0.000}S");
}
