namespace Azsreg.Remoting.Server;

/// <summary>
/// A session configuration in the manner of JEA: no language, only these commands and a few of PowerShell's own
/// (Get-Command, Get-Help, Select-Object, Measure-Object, Out-Default, Exit-PSSession, Clear-Host, Get-FormatData).
/// </summary>
/// <param name="Name">The configuration's name, for example <c>PrivilegedEndpoint</c>.</param>
/// <param name="Commands">The commands, each name once.</param>
public sealed record ConstrainedEndpoint(string Name, IReadOnlyList<ConstrainedCommand> Commands)
{
    /// <summary>
    /// True to give every command <c>-AsJob</c> and to show Get-Job, Receive-Job, Wait-Job, Stop-Job and Remove-Job. A job lives as long as
    /// its session.
    /// </summary>
    public bool OffersJobs { get; init; }

    /// <summary>How objects of the endpoint's own types are shown where the client does not say.</summary>
    public IReadOnlyList<ConstrainedView> Views { get; init; } = [];
}
