namespace Azsreg.Identity;

/// <summary>A user who has proven who it is: kept from the sign-in page until a client redeems its code.</summary>
/// <param name="HomeTenantId">The user's home.</param>
/// <param name="HomeObjectId">Its object id there.</param>
/// <param name="Methods">How it proved it, as in <c>amr</c>: <c>pwd</c>, <c>mfa</c>.</param>
/// <param name="At">When, unix seconds.</param>
internal sealed record SignedIn(Guid HomeTenantId, Guid HomeObjectId, IReadOnlyList<string> Methods, long At);
