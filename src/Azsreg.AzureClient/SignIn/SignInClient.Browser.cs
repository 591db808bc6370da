using Azsreg.AzureClient.SignIn;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

public sealed partial class SignInClient
{
    /// <summary>Signs a person in with a browser on this machine: authorization code with proof key, caught on a loopback port (RFC 8252 §7.3).</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom the token is for.</param>
    /// <param name="open">Opens the page, or shows its address.</param>
    /// <param name="patience">How long to wait for the person.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SignInException">Refused, declined, or not done in time.</exception>
    public async Task<TokenGrant> WithBrowserAsync(
        string tenant, string audience, Func<Uri, CancellationToken, ValueTask> open, TimeSpan patience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        var authority = Authority.Of(_environment, tenant);
        var proof = ProofKey.Make(_connection.Randomness);
        var state = ProofKey.RandomText(_connection.Randomness);
        using var listener = LoopbackRedirect.Listen(_connection.Clock);

        await open(AuthorizePage(authority, audience, listener.RedirectUri, proof.Challenge, state), cancellationToken);

        using var deadline = new CancellationTokenSource(patience, _connection.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        IReadOnlyDictionary<string, string> answer;
        try
        {
            answer = await listener.WaitAsync(state, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SignInException(ErrorCatalogue.SignInNotCompleted, $"The browser did not come back within {patience.TotalMinutes:0} minutes.", inner: e);
        }

        if (!answer.TryGetValue("code", out var code))
        {
            var error = answer.GetValueOrDefault("error", "no_code");
            throw SignInRefusal.Of(error, answer.GetValueOrDefault("error_description", error)).ToException(tenant);
        }

        return await TokenAsync(tenant, audience, offline: true, null,
        [
            new("grant_type", "authorization_code"),
            new("code", code),
            new("redirect_uri", listener.RedirectUri.AbsoluteUri),
            new("code_verifier", proof.Verifier),
        ], cancellationToken);
    }

    private Uri AuthorizePage(Authority authority, string audience, Uri redirect, string challenge, string state)
    {
        List<KeyValuePair<string, string>> query =
        [
            new("client_id", _clientId),
            new("response_type", "code"),
            new("redirect_uri", redirect.AbsoluteUri),
            new("response_mode", "query"),
            new("code_challenge", challenge),
            new("code_challenge_method", "S256"),
            new("state", state),
            new("prompt", "select_account"),
            .. AskFor(authority, audience, offline: true),
        ];
        return new Uri($"{authority.Authorize}?{string.Join('&', query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}"))}");
    }
}
