namespace Azsreg.Cloud.Registrations;

/// <summary>The offers as the subscriptions of this cloud say.</summary>
internal sealed class RegistrationOffers(SubscriptionStore subscriptions) : IRegistrationOffers
{
    public async ValueTask<string?> QuotaIdAsync(string subscriptionId, CancellationToken cancellationToken) =>
        (await subscriptions.FindAsync(subscriptionId, cancellationToken).ConfigureAwait(false))?.QuotaId;
}
