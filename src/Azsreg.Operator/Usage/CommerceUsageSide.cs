using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Usage as Azure's commerce tells it, of every subscription a stamp's usage may be billed to.</summary>
public sealed class CommerceUsageSide(AzureSession session, TimeProvider clock)
{
    /// <summary>The subscriptions usage of a registration is billed to: its own, its customers', and others that are named.</summary>
    /// <param name="registrationId">The registration; null where the stamp has none.</param>
    /// <param name="others">Further subscriptions, such as that of an earlier registration.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<string>> SubscriptionsAsync(string? registrationId, IReadOnlyList<string> others, CancellationToken cancellationToken)
    {
        var found = new List<string> { session.Subscription!.Id };
        if (ArmResourceId.TryParse(registrationId, out var registration))
        {
            found.Insert(0, registration.SubscriptionId!);
            try
            {
                await foreach (var customer in session.Arm.CustomerSubscriptions.ListAsync(registration, cancellationToken)) found.Add(CustomerSubscriptionOperations.SubscriptionOf(customer));
            }
            catch (ArmException unlisted) when (unlisted.StatusCode is >= 400 and < 500)
            {
                // A registration of another model has no customers, and one that is gone has none any more.
            }
        }

        return [.. found.Concat(others).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The usage of a subscription that commerce received within a range.</summary>
    /// <exception cref="CataloguedException">It cannot be read.</exception>
    public async Task<IReadOnlyList<UsageSample>> ListAsync(string subscriptionId, DateTimeOffset from, DateTimeOffset to, bool daily, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // A range of days that includes today ends at midnight; by hours commerce tells no more than the one that runs.
        var running = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
        if (!daily && to > running && to <= new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero))
            to = running;
        try
        {
            return await AllAsync(subscriptionId, from, to, daily, cancellationToken);
        }
        catch (ArmException refused)
        {
            throw refused.Error.Code switch
            {
                "RequestEndTimeIsInFuture" or "InvalidProperty" => new CataloguedException(ErrorCatalogue.UsageRangeInvalid, refused.Error.Message, inner: refused),
                _ => FailureTranslation.Translate(refused),
            };
        }
    }

    /// <summary>All that commerce received of a subscription since a midnight, up to now.</summary>
    public async Task<IReadOnlyList<UsageSample>> ListUntilNowAsync(string subscriptionId, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            return await AllAsync(subscriptionId, from, new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero), daily: true, cancellationToken);
        }
        catch (ArmException refused) when (refused.Error.Code == "RequestEndTimeIsInFuture")
        {
            // This Azure does not tell the day that runs, or its clock is behind ours.
            return await ListAsync(subscriptionId, from, new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero), daily: false, cancellationToken);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }
    }

    private async Task<IReadOnlyList<UsageSample>> AllAsync(string subscriptionId, DateTimeOffset from, DateTimeOffset to, bool daily, CancellationToken cancellationToken)
    {
        var all = new List<UsageSample>();
        await foreach (var row in session.Arm.Commerce.ListUsageAsync(subscriptionId, from, to, daily, cancellationToken)) all.Add(row.Properties);
        return all;
    }
}
