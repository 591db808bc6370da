using System.Globalization;
using System.Security;
using System.Text;
using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.WsMan;

/// <summary>Writes the server's envelopes.</summary>
internal static class WsManAnswer
{
    private const string Start = """<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"><s:Header>""";

    public static string Create(SoapDocument request, WsManShell shell, RemoteIdentity identity, TimeSpan maxIdle, TimeProvider clock)
    {
        var resource = Escape(request.ResourceUri);
        return Envelope(request, WsManNames.ActionCreate + "Response", clock, new StringBuilder()
            .Append("<x:ResourceCreated><a:Address>").Append(WsManNames.Anonymous).Append("</a:Address><a:ReferenceParameters><w:ResourceURI>").Append(resource)
            .Append("</w:ResourceURI><w:SelectorSet><w:Selector Name=\"ShellId\">").Append(shell.ShellId)
            .Append("</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>").Append(shell.ShellId)
            .Append("</rsp:ShellId><rsp:ResourceUri>").Append(resource)
            .Append("</rsp:ResourceUri><rsp:Owner>").Append(Escape(identity.UserName))
            .Append("</rsp:Owner><rsp:ClientIP>").Append(identity.RemoteAddress)
            .Append("</rsp:ClientIP><rsp:IdleTimeOut>").Append(Seconds(shell.IdleTimeout))
            .Append("</rsp:IdleTimeOut><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><rsp:MaxIdleTimeOut>").Append(Seconds(maxIdle))
            .Append("</rsp:MaxIdleTimeOut><rsp:Locale>").Append(Escape(request.Locale ?? "en-US"))
            .Append("</rsp:Locale><rsp:DataLocale>").Append(Escape(request.DataLocale ?? "en-US"))
            .Append("</rsp:DataLocale><rsp:CompressionMode>NoCompression</rsp:CompressionMode><rsp:ProfileLoaded>Yes</rsp:ProfileLoaded><rsp:Encoding>UTF8</rsp:Encoding>")
            .Append("<rsp:BufferMode>Block</rsp:BufferMode><rsp:State>Connected</rsp:State><rsp:ShellRunTime>P0DT0H0M0S</rsp:ShellRunTime>")
            .Append("<rsp:ShellInactivity>P0DT0H0M0S</rsp:ShellInactivity></rsp:Shell>"));
    }

    public static string Command(SoapDocument request, Guid command, TimeProvider clock) => Envelope(
        request, WsManNames.ActionCommand + "Response", clock,
        new StringBuilder("<rsp:CommandResponse><rsp:CommandId>").Append(Text(command)).Append("</rsp:CommandId></rsp:CommandResponse>"));

    public static string Receive(SoapDocument request, Guid? command, List<byte[]> fragments, bool done, TimeProvider clock)
    {
        var attribute = command is { } id ? $" CommandId=\"{Text(id)}\"" : "";
        var body = new StringBuilder(256 + fragments.Sum(fragment => 128 + (fragment.Length * 4 / 3))).Append("<rsp:ReceiveResponse>");
        foreach (var fragment in fragments)
            body.Append("<rsp:Stream Name=\"stdout\"").Append(attribute).Append('>').Append(Convert.ToBase64String(fragment)).Append("</rsp:Stream>");
        if (done) body.Append("<rsp:CommandState").Append(attribute).Append(" State=\"").Append(WsManNames.CommandDone).Append("\"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState>");
        return Envelope(request, WsManNames.ActionReceive + "Response", clock, body.Append("</rsp:ReceiveResponse>"));
    }

    public static string Simple(SoapDocument request, string operation, TimeProvider clock) => Envelope(
        request, WsManNames.Shell.NamespaceName + "/" + operation + "Response", clock, new StringBuilder($"<rsp:{operation}Response/>"));

    public static string Delete(SoapDocument request, TimeProvider clock) =>
        Envelope(request, WsManNames.ActionDelete + "Response", clock, new StringBuilder());

    public static string Fault(SoapDocument? request, WsManFault fault, TimeProvider clock)
    {
        var message = Escape(fault.Message);
        return Envelope(request, fault.Subcode.StartsWith("a:", StringComparison.Ordinal)
                ? "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"
                : WsManNames.ActionFault, clock,
            new StringBuilder("<s:Fault><s:Code><s:Value>").Append(fault.IsSender ? "s:Sender" : "s:Receiver")
                .Append("</s:Value><s:Subcode><s:Value>").Append(fault.Subcode)
                .Append("</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang=\"en-US\">").Append(message)
                .Append("</s:Text></s:Reason><s:Detail>").Append(fault.Detail is { } detail ? "<w:FaultDetail>" + detail + "</w:FaultDetail>" : "")
                .Append("<f:WSManFault xmlns:f=\"").Append(WsManNames.Fault.NamespaceName)
                .Append("\" Code=\"").Append(fault.Code.ToString(CultureInfo.InvariantCulture)).Append("\" Machine=\"localhost\"><f:Message>").Append(message)
                .Append("</f:Message></f:WSManFault></s:Detail></s:Fault>"));
    }

    /// <summary>The answer to Identify (DSP0226 §11), which is asked before anything else and may be asked by anybody.</summary>
    public static string Identify() =>
        """<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header/><s:Body><wsmid:IdentifyResponse xmlns:wsmid="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><wsmid:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</wsmid:ProtocolVersion><wsmid:ProductVendor>azsreg</wsmid:ProductVendor><wsmid:ProductVersion>Stack: 3.0</wsmid:ProductVersion></wsmid:IdentifyResponse></s:Body></s:Envelope>""";

    private static string Envelope(SoapDocument? request, string action, TimeProvider clock, StringBuilder body)
    {
        var xml = new StringBuilder(Start, 1_024 + body.Length);
        xml.Append("<a:Action>").Append(action).Append("</a:Action><a:MessageID>uuid:").Append(Text(Guid.CreateVersion7(clock.GetUtcNow())))
            .Append("</a:MessageID><a:To>").Append(WsManNames.Anonymous).Append("</a:To>");
        if (request?.MessageId is { } id) xml.Append("<a:RelatesTo>").Append(Escape(id)).Append("</a:RelatesTo>");
        return xml.Append("</s:Header><s:Body>").Append(body).Append("</s:Body></s:Envelope>").ToString();
    }

    private static string Escape(string? text) => SecurityElement.Escape(text) ?? "";

    private static string Text(Guid id) => id.ToString("D").ToUpperInvariant();

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"PT{span.TotalSeconds:0.000}S");
}
