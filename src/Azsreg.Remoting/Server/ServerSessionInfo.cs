using System.Collections.Concurrent;

namespace Azsreg.Remoting.Server;

/// <summary>What commands may know of the session they run in.</summary>
internal sealed record ServerSessionInfo(Guid Id, RemoteIdentity Identity, CommandTable Commands, TimeProvider Clock)
{
    public SessionJobs Jobs { get; } = new(Clock);

    public ConcurrentDictionary<string, object?> State { get; } = new(StringComparer.OrdinalIgnoreCase);
}
