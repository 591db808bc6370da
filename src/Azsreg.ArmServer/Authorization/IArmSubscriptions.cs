namespace Azsreg.ArmServer;

/// <summary>The subscriptions this endpoint serves. Asked for every request below <c>/subscriptions/{id}</c>.</summary>
public interface IArmSubscriptions
{
    /// <summary>The subscription, or null where there is none of that id.</summary>
    ValueTask<ArmSubscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken);
}
