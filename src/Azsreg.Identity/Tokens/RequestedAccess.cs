namespace Azsreg.Identity;

/// <summary>What a token is asked for.</summary>
/// <param name="Audience">The resource as the client named it: the token's <c>aud</c>.</param>
/// <param name="Permissions">The token's <c>scp</c> for a user.</param>
/// <param name="Scope">The answer's <c>scope</c>: a client caches the token under it.</param>
/// <param name="OpenId">An id token is wanted.</param>
/// <param name="Offline">A refresh token is wanted.</param>
internal sealed record RequestedAccess(string Audience, string Permissions, string Scope, bool OpenId, bool Offline);
