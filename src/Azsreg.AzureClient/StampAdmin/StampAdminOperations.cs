using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>What a stamp's admin ARM tells: activation (Microsoft.AzureBridge.Admin 2016-01-01) and alerts (Microsoft.InfrastructureInsights.Admin 2016-05-01).</summary>
public sealed class StampAdminOperations
{
    private const string BridgeVersion = "2016-01-01";
    private const string InsightsVersion = "2016-05-01";
    private readonly ArmClient _arm;

    internal StampAdminOperations(ArmClient arm) => _arm = arm;

    /// <summary>The subscription the stamp's own resources are in.</summary>
    /// <exception cref="CataloguedException">The caller sees none: it is no operator of the stamp.</exception>
    public async Task<AzureSubscription> GetProviderSubscriptionAsync(CancellationToken cancellationToken = default)
    {
        AzureSubscription? first = null;
        await foreach (var subscription in _arm.Subscriptions.ListAsync(cancellationToken))
        {
            first ??= subscription;
            if (subscription.DisplayName == "Default Provider Subscription")
                return subscription;
        }

        return first ?? throw new CataloguedException(ErrorCatalogue.RightMissing, $"The account sees no subscription at {_arm.Root}: it is no operator of this stamp.");
    }

    /// <summary>The stamp's activation; null where the stamp is not activated.</summary>
    public Task<Activation?> TryGetActivationAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(ActivationPath(subscriptionId), BridgeVersion, ProtocolJson.Tolerant.Activation, cancellationToken);

    /// <summary>The stamp's marketplace.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    public StampMarketplaceOperations Marketplace(string subscriptionId) => new(_arm, subscriptionId);

    /// <summary>The stamp's alerts, open and closed.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    /// <param name="location">The stamp's region.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<Alert> ListAlertsAsync(string subscriptionId, string location, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(AlertsPath(subscriptionId, location), InsightsVersion, ProtocolJson.Tolerant.ArmPageAlert, cancellationToken);

    /// <summary>The stamp's regions.</summary>
    public IAsyncEnumerable<AzureLocation> ListLocationsAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.Subscriptions.ListLocationsAsync(subscriptionId, cancellationToken);

    internal static string ActivationPath(string subscriptionId) =>
        $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{WellKnown.ActivationResourceGroup}/providers/Microsoft.AzureBridge.Admin/activations/{WellKnown.ActivationName}";

    private static string AlertsPath(string subscriptionId, string location)
    {
        var region = Uri.EscapeDataString(location);
        return $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/System.{region}/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/{region}/alerts";
    }
}
