namespace Azsreg.Cloud.Registrations;

/// <summary>What the billing rules must know of a subscription.</summary>
internal interface IRegistrationOffers
{
    /// <summary>The quota id of the subscription's offer, or null where it is not known.</summary>
    ValueTask<string?> QuotaIdAsync(string subscriptionId, CancellationToken cancellationToken);
}
