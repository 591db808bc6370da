using Azsreg.AzureClient.SignIn;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>The authorization code flow of a web application, whose own pages the browser comes back to.</summary>
public sealed partial class SignInClient
{
    /// <summary>The page a person signs in at.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom the access token is for.</param>
    /// <param name="redirectUri">Where the answer is sent; registered for this client.</param>
    /// <param name="challenge">The S256 challenge of the verifier (RFC 7636).</param>
    /// <param name="state">What comes back with the answer.</param>
    /// <param name="nonce">What comes back within the id token.</param>
    public Uri AuthorizePage(string tenant, string audience, Uri redirectUri, string challenge, string state, string nonce)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        var page = AuthorizePage(Authority.Of(_environment, tenant), audience, redirectUri, challenge, state);
        return new Uri($"{page.AbsoluteUri}&nonce={Uri.EscapeDataString(nonce)}");
    }

    /// <summary>Redeems the code the browser came back with.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom the access token is for.</param>
    /// <param name="code">The code.</param>
    /// <param name="redirectUri">Where it was sent.</param>
    /// <param name="verifier">What the challenge was made of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SignInException">The token service refused.</exception>
    public Task<TokenGrant> WithCodeAsync(
        string tenant, string audience, string code, Uri redirectUri, string verifier, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        return TokenAsync(tenant, audience, offline: true, null,
        [
            new("grant_type", "authorization_code"),
            new("code", code),
            new("redirect_uri", redirectUri.AbsoluteUri),
            new("code_verifier", verifier),
        ], cancellationToken);
    }

    /// <summary>Takes a sign-in back (RFC 7009): its refresh tokens are worth nothing any more. A stamp's sign-in knows this, Entra ID does not.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="refreshToken">Any refresh token of the sign-in.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SignInException">The token service refused.</exception>
    public async Task RevokeAsync(string tenant, Secret refreshToken, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refreshToken);
        var token = Authority.Of(_environment, tenant).Token;
        var answer = await PostAsync(
            new Uri(token, "revoke"),
            [new("token", refreshToken.Reveal()), new("token_type_hint", "refresh_token"), new("client_id", _clientId)],
            cancellationToken);
        if (!answer.IsSuccess)
            throw SignInRefusal.Read(answer).ToException(tenant, null);
    }
}
