using System.Xml.Linq;

namespace Azsreg.Remoting.WsMan;

/// <summary>Namespaces, actions and codes of WS-Management as Windows uses it (MS-WSMV).</summary>
internal static class WsManNames
{
    public static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    public static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    public static readonly XNamespace Transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    public static readonly XNamespace WsMan = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    public static readonly XNamespace Microsoft = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
    public static readonly XNamespace Shell = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    public static readonly XNamespace Fault = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
    public static readonly XNamespace Identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    public static readonly XNamespace PowerShell = "http://schemas.microsoft.com/powershell";

    public const string ActionCreate = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create";
    public const string ActionDelete = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete";
    public const string ActionGet = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
    public const string ActionCommand = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command";
    public const string ActionSend = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Send";
    public const string ActionReceive = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Receive";
    public const string ActionSignal = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Signal";
    public const string ActionDisconnect = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Disconnect";
    public const string ActionReconnect = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Reconnect";
    public const string ActionConnect = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Connect";
    public const string ActionFault = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

    public const string Anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
    public const string ResourcePrefix = "http://schemas.microsoft.com/powershell/";
    public const string CommandDone = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/Done";
    public const string SignalTerminate = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/Terminate";

    /// <summary>Stops a pipeline. The misspelling is the protocol's (MS-PSRP §3.1.5.3.9); clients send either spelling.</summary>
    public const string SignalStop = "powershell/signal/crtl_c";

    /// <summary>The whole <c>Authorization</c> header of a client that has signed in with its TLS certificate (DSP0226 annex C.3.5).</summary>
    public const string MutualTls = "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

    public const string ContentType = "application/soap+xml";
}
