namespace Azsreg.Hosting;

/// <summary>A port a role listens on beside its first one.</summary>
/// <param name="Name">What requests that came in there are told apart by (<see cref="RoleListeners.NameOf"/>).</param>
/// <param name="Port">The port, or 0 for any free one.</param>
public sealed record RoleListener(string Name, int Port);
