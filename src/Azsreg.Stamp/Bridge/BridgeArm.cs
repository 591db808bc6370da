using Azsreg.AzureClient;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Bridge;

/// <summary>Azure as the bridge reaches it by an activation: the address and audience the key names, with the bridge's own tokens.</summary>
internal sealed class BridgeArm(BridgeConnections connections, BridgeTokens tokens)
{
    /// <param name="activation">The activation.</param>
    /// <param name="retry">How passing failures are tried again; null as for any other client.</param>
    /// <exception cref="PrivilegedEndpoint.CommandFailure">The activation's environment is not known any more.</exception>
    public ArmClient Open(ActivationRecord activation, RetryPolicy? retry = null)
    {
        var environment = connections.Find(activation.Environment);
        // The key says where the marketplace is and whom its tokens are for; a key without them means the environment's own.
        var root = Uri.TryCreate(activation.MarketplaceEndpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps
            ? endpoint
            : environment.Azure.ResourceManagerUrl;
        var connection = connections.Open(environment);
        return new ArmClient(connection with { Retry = retry ?? connection.Retry }, root, tokens.Of(activation.ObjectId), AudienceOf(activation));
    }

    /// <summary>Signs the bridge in anew, whatever token is still good.</summary>
    /// <exception cref="Protocol.CataloguedException">The directory refused, or cannot be reached.</exception>
    public async Task SignInAsync(ActivationRecord activation, CancellationToken cancellationToken) =>
        await tokens.Of(activation.ObjectId).GetTokenAsync(AudienceOf(activation), renew: true, cancellationToken);

    private string AudienceOf(ActivationRecord activation) =>
        activation.MarketplaceResourceUri.Length > 0 ? activation.MarketplaceResourceUri : connections.Find(activation.Environment).Azure.Audience;
}
