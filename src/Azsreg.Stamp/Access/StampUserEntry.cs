namespace Azsreg.Stamp.Access;

/// <summary>A user of a stamp's directory.</summary>
/// <param name="Name">What they sign in with.</param>
/// <param name="DisplayName">The name shown.</param>
/// <param name="ObjectId">Their object id.</param>
/// <param name="Roles">Their roles on the Default Provider Subscription.</param>
/// <param name="HasSecondFactor">Whether signing in asks for a one-time code.</param>
/// <param name="IsAdministrator">Whether it is the administrator of the stamp's settings, who cannot be removed.</param>
public sealed record StampUserEntry(string Name, string DisplayName, Guid ObjectId, IReadOnlyList<StampRoleName> Roles, bool HasSecondFactor, bool IsAdministrator);
