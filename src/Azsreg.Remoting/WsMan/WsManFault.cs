using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting.WsMan;

/// <summary>A request the service refuses; becomes a fault document.</summary>
[SuppressMessage("Design", "CA1032", Justification = "A fault without its code says nothing.")]
[SuppressMessage("Naming", "CA1710", Justification = "A fault is what the protocol calls it.")]
internal sealed class WsManFault(long code, string subcode, string message, bool isSender = true) : Exception(message)
{
    public long Code => code;

    /// <summary>With its prefix, as it stands in the document.</summary>
    public string Subcode => subcode;

    public bool IsSender => isSender;

    public static WsManFault TimedOut() => new(
        WsManCodes.TimedOut, "w:TimedOut",
        "The WS-Management service cannot complete the operation within the time specified in OperationTimeout.", isSender: false);

    public static WsManFault UnknownShell() => new(
        WsManCodes.InvalidSelectors, "w:InvalidSelectors",
        "The WS-Management service cannot process the request because the request contained invalid selectors for the resource.");

    public static WsManFault UnknownCommand() => new(
        WsManCodes.InvalidSelectors, "w:InvalidSelectors",
        "The Windows Remote Shell received a request to perform an operation on a command identifier that does not exist. "
        + "Either the command has completed execution or the client specified an invalid command identifier.");

    public static WsManFault AccessDenied() => new(WsManCodes.AccessDenied, "w:AccessDenied", "Access is denied.");

    public static WsManFault UnknownConfiguration(string name) => new(
        WsManCodes.InvalidResourceUri, "w:InternalError",
        $"The WS-Management service cannot process the request. Cannot find the {name} session configuration on this computer.");

    public static WsManFault NotSupported(string action) => new(
        WsManCodes.ActionNotSupported, "a:ActionNotSupported", $"The WS-Management service does not support the action {action}.");

    public static WsManFault Invalid(string reason) => new(
        WsManCodes.SchemaValidation, "w:SchemaValidationError", "The WS-Management service cannot process the request. " + reason);

    public static WsManFault QuotaExceeded() => new(
        WsManCodes.ShellQuota, "w:QuotaLimit",
        "The WS-Management service cannot process the request. The maximum number of concurrent shells has been exceeded.");

    public static WsManFault Aborted() => new(
        WsManCodes.OperationAborted, "w:InternalError",
        "The I/O operation has been aborted because of either a thread exit or an application request.", isSender: false);
}
