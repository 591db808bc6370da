namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Where the stamp's files lie.</summary>
/// <param name="Stamp">The stamp's own folder.</param>
/// <param name="Logs">The log files of all roles; the stamp's begin with <c>stamp-NAME-</c>.</param>
/// <param name="Exports">The one folder it writes for people.</param>
internal sealed record StampFolders(string Stamp, string Logs, string Exports);
