namespace Azsreg.Identity;

/// <summary>A checked authorization request: where the answer goes and what it is for.</summary>
internal sealed record AuthorizationRequest(
    string RedirectUri, string ResponseMode, string? State, string? Nonce, string? Challenge, string? Resource, string? Scope);
