using Azsreg.Protocol;

namespace Azsreg.Stamp.Access;

/// <summary>A user the stamp's start sees to, beside its administrator.</summary>
/// <param name="Name">What they sign in with, in the stamp's domain.</param>
/// <param name="DisplayName">The name shown.</param>
/// <param name="Role">Their role on the Default Provider Subscription.</param>
/// <param name="Password">Their password.</param>
/// <param name="TotpSecret">The secret of their one-time codes (Base32); null without a second factor.</param>
public sealed record StampUser(string Name, string DisplayName, StampRoleName Role, Secret Password, Secret? TotpSecret = null);
