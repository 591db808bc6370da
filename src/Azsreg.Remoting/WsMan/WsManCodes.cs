namespace Azsreg.Remoting.WsMan;

/// <summary>Codes of <c>WSManFault</c> in use here (MS-WSMV §2.2.4.43; the numbers are those of Windows' <c>wsmerror.h</c>).</summary>
internal static class WsManCodes
{
    public const long AccessDenied = 5;
    public const long OperationAborted = 995;

    /// <summary>ERROR_WSMAN_INVALID_MESSAGE_INFORMATION_HEADER.</summary>
    public const long InvalidHeader = 2150858767;

    /// <summary>ERROR_WSMAN_ACTION_NOT_SUPPORTED.</summary>
    public const long ActionNotSupported = 2150858771;

    /// <summary>ERROR_WSMAN_OPERATION_TIMEDOUT.</summary>
    public const long TimedOut = 2150858793;

    /// <summary>ERROR_WSMAN_INVALID_RESOURCE_URI: there is no such session configuration.</summary>
    public const long InvalidResourceUri = 2150858811;

    /// <summary>ERROR_WSMAN_SCHEMA_VALIDATION_ERROR.</summary>
    public const long SchemaValidation = 2150858817;

    /// <summary>ERROR_WSMAN_UNEXPECTED_SELECTORS: there is no such shell or command.</summary>
    public const long UnexpectedSelectors = 2150858843;

    /// <summary>ERROR_WSMAN_QUOTA_MAX_SHELLS.</summary>
    public const long MaxShells = 2150859173;

    /// <summary>ERROR_WINRS_SHELL_DISCONNECT_NOT_SUPPORTED.</summary>
    public const long DisconnectNotSupported = 2150859205;

    /// <summary>ERROR_WSMAN_QUOTA_MAX_COMMANDS_PER_SHELL_PPQ.</summary>
    public const long MaxCommandsPerShell = 2150859241;
}
