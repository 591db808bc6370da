namespace Azsreg.Identity;

/// <summary>What an authorization code stands for.</summary>
internal sealed record AuthorizationCode(
    Guid ClientId, Guid TenantId, string RedirectUri, string? Challenge, string? Nonce, string? Resource, string? Scope, SignedIn User);
