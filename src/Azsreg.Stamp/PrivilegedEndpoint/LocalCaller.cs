namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Who brings a session to a stamp through its local socket, as the process that relays it says.</summary>
/// <param name="Login">The person's login: the account an SSH server has signed in, or the name given for them. Kept for the audit.</param>
/// <param name="From">Address the person came from; null where that is not known.</param>
public sealed record LocalCaller(string Login, string? From);
