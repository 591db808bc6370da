using Azsreg.Operator.Registration;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Status;

/// <summary>A stamp's alerts, as its admin ARM lists them.</summary>
public sealed class StampConsole(OperatorContext context)
{
    /// <summary>The stamp's alerts, the latest first.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in there (AZR3001), or it cannot be read.</exception>
    public async Task<IReadOnlyList<Alert>> ListAlertsAsync(StampEntry stamp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        using var session = context.TryOpenStampAdmin(stamp)
            ?? throw new CataloguedException(
                ErrorCatalogue.NotSignedIn, $"Nobody is signed in at the admin endpoint of {stamp.Name}.", [$"azsreg login --stamp {stamp.Name}"]);
        var admin = session.Arm.StampAdmin;
        var found = new List<Alert>();
        try
        {
            var subscription = (await admin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
            if (await StampReader.RegionAsync(admin, subscription, cancellationToken) is not { } region) return found;
            await foreach (var alert in admin.ListAlertsAsync(subscription, region, cancellationToken)) found.Add(alert);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }

        found.Sort((one, other) => string.CompareOrdinal(other.Properties.CreatedTimestamp, one.Properties.CreatedTimestamp));
        return found;
    }
}
