using System.Runtime.CompilerServices;
using Azsreg.ArmServer;

namespace Azsreg.Cloud.Subscriptions;

/// <summary>The subscriptions as the ARM pipeline asks for them, once for each and not once for each request.</summary>
internal sealed class CloudSubscriptions(SubscriptionStore store) : IArmSubscriptions
{
    private readonly ConditionalWeakTable<Subscription, ArmSubscription> _known = [];

    public async ValueTask<ArmSubscription?> FindAsync(string subscriptionId, CancellationToken cancellationToken) =>
        await store.FindAsync(subscriptionId, cancellationToken).ConfigureAwait(false) is { } found
            ? _known.GetValue(found, static one => new ArmSubscription(one.SubscriptionId, one.TenantId, one.State == SubscriptionState.Disabled))
            : null;
}
