namespace Azsreg.Portal.Session;

/// <summary>One of a person's sessions, for that person.</summary>
/// <param name="Id">Its name.</param>
/// <param name="SeenAt">When it was last used.</param>
/// <param name="EndsAt">When it ends in any case.</param>
public sealed record OwnSession(string Id, DateTimeOffset SeenAt, DateTimeOffset EndsAt);
