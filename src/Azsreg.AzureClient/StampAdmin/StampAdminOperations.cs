using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>What a stamp's admin ARM tells: activation (Microsoft.AzureBridge.Admin 2016-01-01) and alerts (Microsoft.InfrastructureInsights.Admin 2016-05-01).</summary>
public sealed class StampAdminOperations
{
    private const string BridgeVersion = "2016-01-01";
    private const string InsightsVersion = "2016-05-01";
    private const string FabricVersion = "2022-03-01";
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

    /// <summary>An alert; null where there is none of that id.</summary>
    public Task<Alert?> TryGetAlertAsync(string subscriptionId, string location, string alertId, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync($"{AlertsPath(subscriptionId, location)}/{Uri.EscapeDataString(alertId)}", InsightsVersion, ProtocolJson.Tolerant.Alert, cancellationToken);

    /// <summary>Closes an alert. Where its cause stands, the stamp raises it anew.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    /// <param name="location">The stamp's region.</param>
    /// <param name="alertId">The alert's own id.</param>
    /// <param name="user">Who closes it, 1 to 256 characters; kept with the alert.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArmException">404: there is none of that id. 403: the caller may only look.</exception>
    public async Task<Alert> CloseAlertAsync(string subscriptionId, string location, string alertId, string user, CancellationToken cancellationToken = default)
    {
        var body = ArmClient.Json(new AlertChange(new AlertStateChange("Closed")), AzureJson.Default.AlertChange);
        return ArmClient.Required(await _arm.SendAsync(
            new ArmRequest(HttpMethod.Put, $"{AlertsPath(subscriptionId, location)}/{Uri.EscapeDataString(alertId)}", InsightsVersion) { Query = [new("user", user)], Body = body },
            ProtocolJson.Tolerant.Alert, cancellationToken));
    }

    /// <summary>Who did what on the stamp.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    public StampActivityOperations Activity(string subscriptionId) => new(_arm, subscriptionId);

    /// <summary>The stamp's regions.</summary>
    public IAsyncEnumerable<AzureLocation> ListLocationsAsync(string subscriptionId, CancellationToken cancellationToken = default) =>
        _arm.Subscriptions.ListLocationsAsync(subscriptionId, cancellationToken);

    /// <summary>The stamp's region with what it says of the registration; null where the stamp does not tell it.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    /// <param name="region">The stamp's region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StampRegion?> TryGetRegionAsync(string subscriptionId, string region, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(SystemPath(subscriptionId, region, "Microsoft.Fabric.Admin/fabricLocations"), FabricVersion, AzureJson.Default.StampRegion, cancellationToken);

    /// <summary>The region's health; null where the stamp does not tell it.</summary>
    /// <param name="subscriptionId">The provider subscription.</param>
    /// <param name="region">The stamp's region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<RegionHealth?> TryGetHealthAsync(string subscriptionId, string region, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(
            SystemPath(subscriptionId, region, "Microsoft.InfrastructureInsights.Admin/regionHealths"), InsightsVersion, AzureJson.Default.RegionHealth, cancellationToken);

    internal static string ActivationPath(string subscriptionId) =>
        $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{WellKnown.ActivationResourceGroup}/providers/Microsoft.AzureBridge.Admin/activations/{WellKnown.ActivationName}";

    private static string AlertsPath(string subscriptionId, string location) =>
        SystemPath(subscriptionId, location, "Microsoft.InfrastructureInsights.Admin/regionHealths") + "/alerts";

    private static string SystemPath(string subscriptionId, string location, string type)
    {
        var region = Uri.EscapeDataString(location);
        return $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/System.{region}/providers/{type}/{region}";
    }
}
