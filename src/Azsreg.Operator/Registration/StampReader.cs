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
    public static async Task<StampReading> ReadAsync(StampSide stamp, TimeProvider clock, bool countProducts, CancellationToken cancellation)
    {
        if (stamp.Admin is not { } arm) return StampReading.NotRead(stamp.WhyNoAdmin ?? "no sign-in at the stamp's admin endpoint");
        try
        {
            var admin = arm.StampAdmin;
            var subscription = (await admin.GetProviderSubscriptionAsync(cancellation)).SubscriptionId;
            var activation = await admin.TryGetActivationAsync(subscription, cancellation);
            var region = await RegionAsync(admin, subscription, cancellation);
            var alert = "Closed";
            if (region is not null)
            {
                await foreach (var one in admin.ListAlertsAsync(subscription, region, cancellation))
                {
                    if (IsOpen(one) && one.Properties.Title == ActivationRequired) alert = "Active";
                }
            }

            int? products = null;
            if (countProducts && activation is { Properties.MarketplaceSyndicationEnabled: true })
                products = await CountAsync(admin.ListProductsAsync(subscription, cancellation));
            return Told(activation?.Properties, clock.GetUtcNow()) with { ActivationRequiredAlert = alert, MarketplaceItems = products, Region = region };
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

    public static bool IsOpen(Alert alert) => string.Equals(alert.Properties.State, "Active", StringComparison.OrdinalIgnoreCase);

    /// <summary>The stamp's one region; null where the stamp tells none.</summary>
    public static async Task<string?> RegionAsync(StampAdminOperations admin, string subscriptionId, CancellationToken cancellation)
    {
        await foreach (var location in admin.ListLocationsAsync(subscriptionId, cancellation)) return location.Name;
        return null;
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
            UsageReporting: activation.UsageReportingEnabled);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        var count = 0;
        await foreach (var _ in items) count++;
        return count;
    }
}
