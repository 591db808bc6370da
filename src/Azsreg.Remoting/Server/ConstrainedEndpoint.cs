namespace Azsreg.Remoting.Server;

/// <summary>
/// A session configuration in the manner of JEA: no language, only these commands and a few of PowerShell's own
/// (Get-Command, Get-Help, Select-Object, Measure-Object, Out-Default, Exit-PSSession, Clear-Host, Get-FormatData).
/// </summary>
/// <param name="Name">The configuration's name, for example <c>PrivilegedEndpoint</c>.</param>
/// <param name="Commands">The commands, each name once.</param>
public sealed record ConstrainedEndpoint(string Name, IReadOnlyList<ConstrainedCommand> Commands);
