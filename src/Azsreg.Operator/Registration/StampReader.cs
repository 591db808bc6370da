using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Reads a stamp's side through its admin ARM; the privileged endpoint has no command that tells it.</summary>
internal static class StampReader
{
    /// <summary>The title of the alert that stands while a stamp is not activated.</summary>
    public const string ActivationRequired = "Activation Required";

    /// <summary>Reads everything; a side that cannot be read is told, not thrown, since the other side is still worth knowing.</summary>
    public static async Task<StampReading> ReadAsync(
        StampSide stamp, TimeProvider clock, bool countProducts, CancellationToken cancellation, bool withIdentity = false)
    {
        if (stamp.Admin is not { } arm) return StampReading.NotRead(stamp.WhyNoAdmin ?? "no sign-in at the stamp's admin endpoint");
        try
        {
            var admin = arm.StampAdmin;
            var (subscription, region) = await PlaceAsync(stamp, admin, cancellation);
            // Three questions that do not depend on each other: a person waits for the slowest instead of for all.
            var asked = admin.TryGetActivationAsync(subscription, cancellation);
            var alerts = region is null ? null : AlertsAsync(admin, subscription, region, cancellation);
            var location = withIdentity && region is not null ? arm.StampAdmin.TryGetRegionAsync(subscription, region, cancellation) : null;
            var activation = await asked;
            var (alert, hardwareDiffers) = alerts is null ? ("Closed", false) : await alerts;
            int? products = null;
            if (countProducts && activation is { Properties.MarketplaceSyndicationEnabled: true })
                products = await CountAsync(admin.Marketplace(subscription).ListAsync(cancellation));
            var fabric = location is null ? null : await location;
            return Told(activation?.Properties, clock.GetUtcNow()) with
            {
                ActivationRequiredAlert = alert,
                MarketplaceItems = products,
                Region = region,
                CloudId = fabric?.Properties?.StampCloudId,
                BillingModel = fabric?.Properties?.BillingModel,
                AgreementNumber = fabric?.Properties?.AgreementNumber,
                MsAssetTag = fabric?.Properties?.MsAssetTag,
                HardwareDiffers = hardwareDiffers,
                Nodes = fabric?.Properties?.NumberOfNodes,
                RegisteredNodes = fabric?.Properties?.RegisteredNodes,
                LastAzureContact = fabric?.Properties?.LastAzureContact,
                BridgeFault = fabric?.Properties?.BridgeFault,
                IsDisconnected = fabric?.Properties?.IsDisconnected,
            };
        }
        catch (CataloguedException failure)
        {
            return StampReading.NotRead($"{failure.Entry.What}: {failure.Detail}");
        }
        catch (ArmException failure)
        {
            return StampReading.NotRead($"the stamp's admin endpoint answered {failure.Error.Code}: {failure.Error.Message}");
        }
    }

    /// <summary>The state of the activation alone; null where the stamp cannot be read.</summary>
    public static async Task<string?> ReadActivationStateAsync(StampSide stamp, TimeProvider clock, CancellationToken cancellation)
    {
        if (stamp.Admin is not { } arm) return null;
        try
        {
            var (subscription, _) = await PlaceAsync(stamp, arm.StampAdmin, cancellation);
            return Told((await arm.StampAdmin.TryGetActivationAsync(subscription, cancellation))?.Properties, clock.GetUtcNow()).ActivationState;
        }
        catch (Exception unreadable) when (unreadable is CataloguedException or ArmException)
        {
            return null;
        }
    }

    public static bool IsOpen(Alert alert) => string.Equals(alert.Properties.State, "Active", StringComparison.OrdinalIgnoreCase);

    /// <summary>The stamp's one region; null where the stamp tells none.</summary>
    public static async Task<string?> RegionAsync(StampAdminOperations admin, string subscriptionId, CancellationToken cancellation)
    {
        await foreach (var location in admin.ListLocationsAsync(subscriptionId, cancellation)) return location.Name;
        return null;
    }

    /// <summary>Subscription and region, read once.</summary>
    public static async Task<StampPlace> PlaceAsync(StampSide stamp, StampAdminOperations admin, CancellationToken cancellation)
    {
        if (stamp.Place is { } known) return known;
        var subscription = (await admin.GetProviderSubscriptionAsync(cancellation)).SubscriptionId;
        return stamp.Place = new StampPlace(subscription, await RegionAsync(admin, subscription, cancellation));
    }

    private static StampReading Told(ActivationProperties? activation, DateTimeOffset now)
    {
        if (activation is null) return new StampReading(true, ActivationState: "NotActivated");
        var expired = DateTimeOffset.TryParse(
            activation.Expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) && end <= now;
        var state = expired ? "Expired"
            : activation.ProvisioningState is null or "Succeeded" ? "Active"
            : activation.ProvisioningState;
        return new StampReading(
            true,
            ActivationState: state,
            RegistrationId: activation.AzureRegistrationResourceIdentifier,
            Expiration: activation.Expiration,
            MarketplaceSyndication: activation.MarketplaceSyndicationEnabled,
            UsageReporting: activation.UsageReportingEnabled,
            KeepsDownloadedItems: activation.KeepsDownloadedProducts == true);
    }

    private static async Task<(string ActivationRequired, bool HardwareDiffers)> AlertsAsync(
        StampAdminOperations admin, string subscription, string region, CancellationToken cancellation)
    {
        var (alert, hardwareDiffers) = ("Closed", false);
        await foreach (var one in admin.ListAlertsAsync(subscription, region, cancellation))
        {
            if (!IsOpen(one)) continue;
            if (one.Properties.Title == ActivationRequired) alert = "Active";
            hardwareDiffers |= one.Properties.Title == WellKnown.HardwareDiffersAlert;
        }

        return (alert, hardwareDiffers);
    }

    /// <summary>Null where listing is refused: a stamp that cannot ask Azure at this moment is still an activated one.</summary>
    private static async Task<int?> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        try
        {
            var count = 0;
            await foreach (var _ in items) count++;
            return count;
        }
        catch (ArmException)
        {
            return null;
        }
    }
}
