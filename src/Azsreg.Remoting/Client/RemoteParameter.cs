namespace Azsreg.Remoting.Client;

/// <summary>One argument of a command.</summary>
/// <param name="Name">The parameter's name without the dash; null for a positional argument.</param>
/// <param name="Value">The value; true for a switch; a <see cref="SecureText"/> is sent as a secure string.</param>
public sealed record RemoteParameter(string? Name, object? Value);
