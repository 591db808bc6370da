namespace Azsreg.Identity;

/// <summary>A client secret as the directory remembers it: never its text.</summary>
/// <param name="KeyId">The credential's id.</param>
/// <param name="DisplayName">What the owner called it.</param>
/// <param name="Hint">The first three characters, to tell secrets apart.</param>
/// <param name="StartsAt">Valid from, UTC.</param>
/// <param name="EndsAt">Valid until, UTC.</param>
public sealed record PasswordCredential(Guid KeyId, string? DisplayName, string Hint, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
