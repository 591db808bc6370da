using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Gives one account's tokens for any directory and audience: from memory, from the store, or silently from the token service.</summary>
public sealed class AccessTokenProvider : IDisposable
{
    // A store that grows with every directory ever visited would be read at every start.
    private const int MostKept = 64;

    private readonly SignInClient _client;
    private readonly ITokenStore _store;
    private readonly string _account;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile StoredTokens? _tokens;

    /// <summary>Makes a provider for an account that has signed in.</summary>
    /// <param name="client">Talks to the token service.</param>
    /// <param name="store">Where the account's tokens are kept.</param>
    /// <param name="account">The account's key in the store.</param>
    /// <param name="clock">The time.</param>
    public AccessTokenProvider(SignInClient client, ITokenStore store, string account, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentNullException.ThrowIfNull(clock);
        _client = client;
        _store = store;
        _account = account;
        _clock = clock;
    }

    /// <summary>The tokens of one directory.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    public IAccessTokenSource In(string tenant) => new Directory(this, tenant);

    /// <summary>The refresh token, for a peer that redeems it itself; null for an account that has none, such as a service principal.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Secret?> GetRefreshTokenAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken)).Credential is AccountCredential.Refresh refresh ? refresh.Token : null;

    /// <summary>A token of a directory for an audience.</summary>
    /// <param name="tenant">The directory's id or domain.</param>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="renew">True where the kept one was refused.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SignInException">The token service refused, or the account is signed out.</exception>
    public async ValueTask<Secret> GetTokenAsync(string tenant, string audience, bool renew, CancellationToken cancellationToken)
    {
        var refused = renew ? Find(_tokens, tenant, audience) : null;
        if (!renew && Find(_tokens, tenant, audience) is { } known)
            return known.Token;

        // One request at a time: whoever waits here finds the token the first one got.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var tokens = _tokens ?? await LoadAsync(cancellationToken);
            if (Find(tokens, tenant, audience) is { } kept && (!renew || (refused is not null && !ReferenceEquals(kept, refused))))
                return kept.Token;

            var grant = await _client.RedeemAsync(tenant, audience, tokens.Credential, cancellationToken);
            await KeepAsync(tokens, tenant, audience, grant, cancellationToken);
            return grant.AccessToken;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async ValueTask<StoredTokens> LoadAsync(CancellationToken cancellationToken) =>
        _tokens ??= await _store.ReadAsync(_account, cancellationToken)
            ?? throw new SignInException(ErrorCatalogue.NotSignedIn, "No tokens are kept for this account.");

    private CachedToken? Find(StoredTokens? tokens, string tenant, string audience)
    {
        var now = _clock.GetUtcNow();
        return tokens?.AccessTokens.FirstOrDefault(t =>
            t.Audience == audience && string.Equals(t.Tenant, tenant, StringComparison.OrdinalIgnoreCase) && t.IsGoodAt(now));
    }

    private async ValueTask KeepAsync(StoredTokens old, string tenant, string audience, TokenGrant grant, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        var others = old.AccessTokens.Where(t =>
            t.IsGoodAt(now) && !(t.Audience == audience && string.Equals(t.Tenant, tenant, StringComparison.OrdinalIgnoreCase)));
        var fresh = new CachedToken(tenant, audience, grant.AccessToken, now, grant.ExpiresOn);
        var next = new StoredTokens(
            // The former refresh token stays valid as well, so a write that is lost to a parallel command costs nothing.
            grant.RefreshToken is { } refresh ? new AccountCredential.Refresh(refresh) : old.Credential,
            [fresh, .. others.Take(MostKept - 1)]);
        await _store.WriteAsync(_account, next, cancellationToken);
        _tokens = next;
    }

    private sealed class Directory(AccessTokenProvider provider, string tenant) : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) =>
            provider.GetTokenAsync(tenant, audience, renew, cancellationToken);
    }
}
