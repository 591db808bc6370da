using Azsreg.Remoting.Server;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Commands of the privileged endpoint that belong together.</summary>
internal interface ICommandGroup
{
    /// <summary>The commands, described.</summary>
    IEnumerable<ConstrainedCommand> Commands();
}
