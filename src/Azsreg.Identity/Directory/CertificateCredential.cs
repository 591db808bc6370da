namespace Azsreg.Identity;

/// <summary>A certificate whose key may sign an application's client assertions.</summary>
/// <param name="KeyId">The credential's id.</param>
/// <param name="DisplayName">What the owner called it.</param>
/// <param name="Certificate">The certificate, DER in Base64.</param>
/// <param name="ThumbprintSha1">SHA-1 of the DER in base64url, as <c>x5t</c> carries it.</param>
/// <param name="ThumbprintSha256">SHA-256 of the DER in base64url, as <c>x5t#S256</c> carries it.</param>
/// <param name="StartsAt">Valid from, UTC.</param>
/// <param name="EndsAt">Valid until, UTC.</param>
public sealed record CertificateCredential(
    Guid KeyId, string? DisplayName, string Certificate, string ThumbprintSha1, string ThumbprintSha256, DateTimeOffset StartsAt, DateTimeOffset EndsAt);
