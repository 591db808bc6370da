namespace Azsreg.Cli.Roles;

/// <summary>A stamp that listens.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PrivilegedEndpoint">Its WS-Management address.</param>
/// <param name="Role">The role, whose URL is the admin ARM's.</param>
internal sealed record RunningStamp(string Name, Uri PrivilegedEndpoint, RunningRole Role)
{
    /// <summary>Its portal.</summary>
    public required RunningRole Portal { get; init; }

    /// <summary>The SSH server that leads to it; null where none was asked for.</summary>
    public SshServer? Ssh { get; init; }
}
