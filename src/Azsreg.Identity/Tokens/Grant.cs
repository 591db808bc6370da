namespace Azsreg.Identity;

/// <summary>One sign-in of a user at a client.</summary>
internal sealed record Grant(Guid Id, SignedIn User, Guid ClientId, DateTimeOffset? RevokedAt);
