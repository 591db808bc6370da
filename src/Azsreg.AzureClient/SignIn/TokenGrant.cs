using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>What the token service gave.</summary>
/// <param name="AccessToken">The token for the resource asked for.</param>
/// <param name="ExpiresOn">When the access token ends, by our own clock.</param>
/// <param name="RefreshToken">The token that gets the next ones; null for a service principal.</param>
/// <param name="Identity">Who it is about; null where neither token could be read.</param>
public sealed record TokenGrant(Secret AccessToken, DateTimeOffset ExpiresOn, Secret? RefreshToken, SignInIdentity? Identity);
