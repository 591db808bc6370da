using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Status;

/// <summary>What a stamp's admin ARM lists: alerts and marketplace items.</summary>
public sealed class StampConsole(OperatorContext context)
{
    /// <summary>The stamp's alerts, the latest first.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in there (AZR3001), or it cannot be read.</exception>
    public Task<IReadOnlyList<Alert>> ListAlertsAsync(StampEntry stamp, CancellationToken cancellationToken) => ReadAsync<Alert>(
        stamp,
        async (arm, found) =>
        {
            var subscription = (await arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
            if (await StampReader.RegionAsync(arm.StampAdmin, subscription, cancellationToken) is not { } region) return;
            await foreach (var alert in arm.StampAdmin.ListAlertsAsync(subscription, region, cancellationToken)) found.Add(alert);
            found.Sort((one, other) => string.CompareOrdinal(other.Properties.CreatedTimestamp, one.Properties.CreatedTimestamp));
        });

    /// <summary>The marketplace items the stamp lists through its activation.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in there (AZR3001), or it cannot be read.</exception>
    public Task<IReadOnlyList<Product>> ListProductsAsync(StampEntry stamp, CancellationToken cancellationToken) => ReadAsync<Product>(
        stamp,
        async (arm, found) =>
        {
            var subscription = (await arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
            await foreach (var product in arm.StampAdmin.ListProductsAsync(subscription, cancellationToken)) found.Add(product);
        });

    private async Task<IReadOnlyList<T>> ReadAsync<T>(StampEntry stamp, Func<ArmClient, List<T>, Task> read)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        using var admin = context.TryOpenStampAdmin(stamp)
            ?? throw new CataloguedException(
                ErrorCatalogue.NotSignedIn, $"Nobody is signed in at the admin endpoint of {stamp.Name}.", [$"azsreg login --stamp {stamp.Name}"]);
        var found = new List<T>();
        try
        {
            await read(admin.Arm, found);
        }
        catch (ArmException refused) when (refused.StatusCode == 404)
        {
            throw new CataloguedException(
                ErrorCatalogue.RegistrationNotFound, $"{stamp.Name} is not activated, so it lists nothing.", [$"azsreg registration set --stamp {stamp.Name}"], refused);
        }
        catch (ArmException refused) when (refused.Error.Code == "MarketplaceSyndicationDisabled")
        {
            throw new CataloguedException(ErrorCatalogue.MarketplaceSyndicationOff, refused.Error.Message, inner: refused);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }

        return found;
    }
}
