using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting.WsMan;

/// <summary>A request the service refuses; becomes a fault document.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its code says nothing.")]
[SuppressMessage("Naming", "CA1710", Justification = "A fault is what the protocol calls it.")]
internal sealed class WsManFault(long code, string subcode, string message, bool isSender = true, string? detail = null) : Exception(message)
{
    private const string Details = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";

    public long Code => code;

    /// <summary>With its prefix, as it stands in the document.</summary>
    public string Subcode => subcode;

    public bool IsSender => isSender;

    /// <summary>The <c>FaultDetail</c> of DSP0226's table of faults; null for none.</summary>
    public string? Detail => detail;

    public static WsManFault TimedOut() => new(
        WsManCodes.TimedOut, "w:TimedOut",
        "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.", isSender: false);

    public static WsManFault UnknownShell() => new(
        WsManCodes.UnexpectedSelectors, "w:InvalidSelectors",
        "The WS-Management service cannot process the request because the request contained invalid selectors for the resource.",
        detail: Details + "UnexpectedSelectors");

    public static WsManFault UnknownCommand() => new(
        WsManCodes.UnexpectedSelectors, "w:InvalidSelectors",
        "The Windows Remote Shell received a request to perform an operation on a command identifier that does not exist. "
        + "Either the command has completed execution or the client specified an invalid command identifier.",
        detail: Details + "UnexpectedSelectors");

    public static WsManFault AccessDenied() => new(WsManCodes.AccessDenied, "w:AccessDenied", "Access is denied.");

    public static WsManFault UnknownConfiguration(string name) => new(
        WsManCodes.InvalidResourceUri, "a:DestinationUnreachable",
        $"The WS-Management service cannot process the request. Cannot find the {name} session configuration on this computer.",
        detail: Details + "InvalidResourceURI");

    public static WsManFault NotSupported(string action) => new(
        WsManCodes.ActionNotSupported, "a:ActionNotSupported", $"The WS-Management service does not support the action {action}.");

    /// <summary>A session ends with its connection's client: it is never kept for another one (MS-WSMV §3.1.4.15 leaves that to the server).</summary>
    public static WsManFault CannotDisconnect() => new(
        WsManCodes.DisconnectNotSupported, "a:ActionNotSupported",
        "The WS-Management service cannot process the request. Sessions of this service can be neither disconnected nor connected again.");

    public static WsManFault Invalid(string reason) => new(
        WsManCodes.SchemaValidation, "w:SchemaValidationError", "The WS-Management service cannot process the request. " + reason);

    public static WsManFault InvalidTimeout() => new(
        WsManCodes.InvalidHeader, "a:InvalidMessageInformationHeader",
        "The WS-Management service cannot process the request. The XML contains an invalid timeout field in the SOAP header.");

    public static WsManFault TooManyShells() => new(
        WsManCodes.MaxShells, "w:QuotaLimit",
        "The WS-Management service cannot process the request. The maximum number of concurrent shells has been exceeded.");

    public static WsManFault TooManyCommands() => new(
        WsManCodes.MaxCommandsPerShell, "w:QuotaLimit",
        "The WS-Management service cannot process the request. The maximum number of concurrent commands per shell has been exceeded.");

    public static WsManFault Aborted() => new(
        WsManCodes.OperationAborted, "w:InternalError",
        "The I/O operation has been aborted because of either a thread exit or an application request.", isSender: false);
}
