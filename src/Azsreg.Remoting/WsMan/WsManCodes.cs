namespace Azsreg.Remoting.WsMan;

/// <summary>Codes of <c>WSManFault</c> in use here (MS-WSMV §2.2.4.43; the numbers are Windows' own).</summary>
internal static class WsManCodes
{
    public const long AccessDenied = 5;
    public const long OperationAborted = 995;
    public const long TimedOut = 2150858793;
    public const long InvalidSelectors = 2150858843;
    public const long InvalidResourceUri = 2150859173;
    public const long ActionNotSupported = 2150858752;
    public const long SchemaValidation = 2150858817;
    public const long EnvelopeTooLarge = 2150858932;
    public const long ShellQuota = 2150859174;
    public const long ShellGone = 2150859016;
    public const long InvalidTimeout = 2150858767;
}
