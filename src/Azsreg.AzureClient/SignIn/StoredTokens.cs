namespace Azsreg.AzureClient;

/// <summary>What a store keeps of one account.</summary>
/// <param name="Credential">What gets the next token.</param>
/// <param name="AccessTokens">Tokens that may still be good.</param>
public sealed record StoredTokens(AccountCredential Credential, IReadOnlyList<CachedToken> AccessTokens);
