using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Stamp.Bridge;

/// <summary>Access tokens of the bridge's service principal, by its certificate; each is kept until shortly before its end.</summary>
internal sealed class BridgeTokens(BridgeConnections connections, BridgeIdentityStore store, TimeProvider clock)
{
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string ObjectId, string Audience), TokenGrant> _kept = new();

    public IAccessTokenSource Of(string objectId) => new Source(this, objectId);

    private async ValueTask<Secret> GetTokenAsync(string objectId, string audience, bool renew, CancellationToken cancellationToken)
    {
        if (!renew && _kept.TryGetValue((objectId, audience), out var kept) && kept.ExpiresOn - clock.GetUtcNow() > Reserve)
            return kept.AccessToken;
        using var identity = await store.FindByObjectIdAsync(objectId, cancellationToken)
            ?? throw new CataloguedException(ErrorCatalogue.ApplicationSignInRefused, $"The stamp has no certificate for the service principal {objectId}.");
        var environment = connections.Find(identity.Environment);
        var client = new SignInClient(connections.Open(environment), environment.Azure, identity.ApplicationId!);
        var grant = await client.WithCertificateAsync(identity.TenantId, audience, identity.Certificate, cancellationToken);
        _kept[(objectId, audience)] = grant;
        return grant.AccessToken;
    }

    private sealed class Source(BridgeTokens tokens, string objectId) : IAccessTokenSource
    {
        public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) =>
            tokens.GetTokenAsync(objectId, audience, renew, cancellationToken);
    }
}
