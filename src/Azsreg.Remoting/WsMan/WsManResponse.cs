using System.Globalization;
using System.Xml.Linq;

namespace Azsreg.Remoting.WsMan;

/// <summary>Takes the server's envelopes apart (MS-WSMV §3.1.4).</summary>
internal static class WsManResponse
{
    /// <summary>The shell's id as the server wrote it: selectors are compared as text.</summary>
    public static string ReadShellId(SoapDocument answer) =>
        answer.Body.Element(WsManNames.Transfer + "ResourceCreated")?
            .Element(WsManNames.Addressing + "ReferenceParameters")?
            .Element(WsManNames.WsMan + "SelectorSet")?
            .Elements(WsManNames.WsMan + "Selector").FirstOrDefault(s => s.Attribute("Name")?.Value == "ShellId")?.Value
        ?? answer.Body.Element(WsManNames.Shell + "Shell")?.Element(WsManNames.Shell + "ShellId")?.Value
        ?? throw new RemotingProtocolException("The answer to Create names no shell.");

    public static Guid ReadCommandId(SoapDocument answer) =>
        Guid.TryParse(answer.Body.Element(WsManNames.Shell + "CommandResponse")?.Element(WsManNames.Shell + "CommandId")?.Value, out var id)
            ? id
            : throw new RemotingProtocolException("The answer to Command names no command.");

    /// <summary>The payload of a Receive's answer and whether the command is done.</summary>
    public static (IReadOnlyList<byte[]> Chunks, bool Done) ReadStreams(SoapDocument answer)
    {
        var response = answer.Body.Element(WsManNames.Shell + "ReceiveResponse")
            ?? throw new RemotingProtocolException("The answer to Receive has no ReceiveResponse.");
        var chunks = new List<byte[]>();
        foreach (var stream in response.Elements(WsManNames.Shell + "Stream"))
        {
            try
            {
                if (stream.Value.Length > 0) chunks.Add(Convert.FromBase64String(stream.Value));
            }
            catch (FormatException e)
            {
                throw new RemotingProtocolException("A stream is not base64.", e);
            }
        }
        var done = response.Elements(WsManNames.Shell + "CommandState").Any(state => state.Attribute("State")?.Value == WsManNames.CommandDone);
        return (chunks, done);
    }

    /// <summary>The fault an envelope holds, or null.</summary>
    public static WsManFaultException? ReadFault(SoapDocument answer)
    {
        if (answer.Body.Element(WsManNames.Soap + "Fault") is not { } fault) return null;
        var subcode = fault.Element(WsManNames.Soap + "Code")?.Element(WsManNames.Soap + "Subcode")?.Element(WsManNames.Soap + "Value")?.Value ?? "";
        var detail = fault.Element(WsManNames.Soap + "Detail")?.Element(WsManNames.Fault + "WSManFault");
        _ = long.TryParse(detail?.Attribute("Code")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        var message = Message(detail)
            ?? fault.Element(WsManNames.Soap + "Reason")?.Element(WsManNames.Soap + "Text")?.Value
            ?? "The WS-Management service reported a fault.";
        return new WsManFaultException(code, subcode[(subcode.IndexOf(':', StringComparison.Ordinal) + 1)..], message.Trim());
    }

    private static string? Message(XElement? detail) => detail?.Element(WsManNames.Fault + "Message")?.Value is { Length: > 0 } text ? text : null;
}
